import type { Kysely } from 'kysely'

import type { MachineRecord, MachineStore } from '../../core/machines/store.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

type Row = Schema['machines']

const byId = prepared<{ id: string }, Row>((db, arg) =>
  db.selectFrom('machines').selectAll().where('id', '=', arg('id')),
)

const replaceRecord = prepared<{ id: string; previous: string; record: string }, never>((db, arg) =>
  db
    .updateTable('machines')
    .set({ record: arg('record') })
    .where('id', '=', arg('id'))
    .where('record', '=', arg('previous')),
)

export class SqlMachineStore implements MachineStore {
  readonly #db: Kysely<Schema>

  constructor(db: Kysely<Schema>) {
    this.#db = db
  }

  async find(machineId: string): Promise<MachineRecord | undefined> {
    const { rows } = await byId.run(this.#db, { id: machineId })
    return rows[0] && toMachine(rows[0])
  }

  async findByAddressIndex(addressIndex: number): Promise<MachineRecord | undefined> {
    const query = this.#db
      .selectFrom('machines')
      .selectAll()
      .where('address_index', '=', addressIndex + 1)
    const row = await query.executeTakeFirst()
    return row && toMachine(row)
  }

  async findByInstanceId(instanceId: string): Promise<readonly MachineRecord[]> {
    const query = this.#db.selectFrom('machines').selectAll().where('instance_id', '=', instanceId)
    return (await query.execute()).map(toMachine)
  }

  async listOf(
    driver: string,
    { after, limit }: { readonly after: string; readonly limit: number },
  ): Promise<readonly MachineRecord[]> {
    const query = this.#db
      .selectFrom('machines')
      .selectAll()
      .where('driver', '=', driver)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
    return (await query.execute()).map(toMachine)
  }

  async insert(machine: Omit<MachineRecord, 'addressIndex'>): Promise<MachineRecord> {
    const { machineId, instanceId, driver, record } = machine
    const row = await this.#db
      .insertInto('machines')
      // The engine counts the address up; a removed machine's address is not given away again.
      .values({ id: machineId, instance_id: instanceId, driver, record } as Row)
      .returning('address_index')
      .executeTakeFirstOrThrow()
    return { ...machine, addressIndex: toIndex(row.address_index) }
  }

  async replace(machineId: string, previous: string, record: string): Promise<boolean> {
    const { numAffectedRows } = await replaceRecord.run(this.#db, { id: machineId, previous, record })
    return numAffectedRows === 1n
  }

  async remove(machineId: string): Promise<void> {
    await this.#db.deleteFrom('machines').where('id', '=', machineId).execute()
  }
}

function toMachine(row: Row): MachineRecord {
  return {
    machineId: row.id,
    instanceId: row.instance_id,
    driver: row.driver,
    record: row.record,
    addressIndex: toIndex(row.address_index),
  }
}

/** The engine counts from 1. */
function toIndex(rowNumber: number): number {
  return rowNumber - 1
}
