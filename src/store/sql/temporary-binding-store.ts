import type { Kysely } from 'kysely'

import type {
  BindingKey,
  KeyRotation,
  TemporaryBinding,
  TemporaryBindingStore,
} from '../../core/bindings/temporary-binding-store.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

type Row = Schema['temporary_bindings']

/** Every change of an instance asks for them. */
const ofInstance = prepared<{ account: string; dialect: string; instanceId: string }, Row>((db, arg) =>
  db
    .selectFrom('temporary_bindings')
    .selectAll()
    .where('account_id', '=', arg('account'))
    .where('dialect', '=', arg('dialect'))
    .where('instance_id', '=', arg('instanceId')),
)

export class SqlTemporaryBindingStore implements TemporaryBindingStore {
  readonly #db: Kysely<Schema>

  constructor(db: Kysely<Schema>) {
    this.#db = db
  }

  async put(binding: TemporaryBinding): Promise<void> {
    const { account: account_id, dialect, instanceId: instance_id, keyPairId: key_pair_id } = binding
    const times = {
      expires_at_ms: binding.expiresAtMs,
      due_at_ms: binding.dueAtMs,
      ending_at_ms: binding.endingAtMs ?? null,
    }
    await this.#db
      .insertInto('temporary_bindings')
      .values({ account_id, dialect, instance_id, key_pair_id, ...times })
      .onConflict((conflict) =>
        conflict.columns(['account_id', 'dialect', 'instance_id', 'key_pair_id']).doUpdateSet(times),
      )
      .execute()
  }

  async remove({ account, dialect, instanceId, keyPairId }: BindingKey): Promise<void> {
    await this.#db
      .deleteFrom('temporary_bindings')
      .where('account_id', '=', account)
      .where('dialect', '=', dialect)
      .where('instance_id', '=', instanceId)
      .where('key_pair_id', '=', keyPairId)
      .execute()
  }

  async ofInstance({
    account,
    dialect,
    instanceId,
  }: Omit<BindingKey, 'keyPairId'>): Promise<readonly TemporaryBinding[]> {
    const { rows } = await ofInstance.run(this.#db, { account, dialect, instanceId })
    return rows.map(toBinding)
  }

  async earliest(limit: number): Promise<readonly TemporaryBinding[]> {
    const rows = await this.#db
      .selectFrom('temporary_bindings')
      .selectAll()
      .orderBy('due_at_ms')
      .limit(limit)
      .execute()
    return rows.map(toBinding)
  }

  async claim(
    { account, dialect, instanceId, keyPairId, dueAtMs }: TemporaryBinding,
    until: { readonly dueAtMs: number; readonly endingAtMs: number },
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('temporary_bindings')
      .set({ due_at_ms: until.dueAtMs, ending_at_ms: until.endingAtMs })
      .where('account_id', '=', account)
      .where('dialect', '=', dialect)
      .where('instance_id', '=', instanceId)
      .where('key_pair_id', '=', keyPairId)
      .where('due_at_ms', '=', dueAtMs)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }

  async putRotation(rotation: KeyRotation, insteadOfKeyPairId = ''): Promise<boolean> {
    const facts = {
      new_key_pair_id: rotation.newKeyPairId,
      overlap_ms: rotation.overlapMs,
      started_at_ms: rotation.startedAtMs,
    }
    const { account: account_id, dialect, oldKeyPairId: old_key_pair_id } = rotation
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('key_rotations')
      .values({ account_id, dialect, old_key_pair_id, ...facts })
      .onConflict((conflict) =>
        conflict
          .columns(['account_id', 'dialect', 'old_key_pair_id'])
          .doUpdateSet(facts)
          .where('key_rotations.new_key_pair_id', '=', insteadOfKeyPairId),
      )
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  }

  async findRotation({
    account,
    dialect,
    keyPairId,
  }: Omit<BindingKey, 'instanceId'>): Promise<KeyRotation | undefined> {
    const row = await this.#db
      .selectFrom('key_rotations')
      .selectAll()
      .where('account_id', '=', account)
      .where('dialect', '=', dialect)
      .where('old_key_pair_id', '=', keyPairId)
      .executeTakeFirst()
    return (
      row && {
        ...{ account, dialect, oldKeyPairId: keyPairId, newKeyPairId: row.new_key_pair_id },
        ...{ overlapMs: row.overlap_ms, startedAtMs: row.started_at_ms },
      }
    )
  }

  async removeRotation({
    account,
    dialect,
    keyPairId,
    newKeyPairId,
  }: Parameters<TemporaryBindingStore['removeRotation']>[0]): Promise<void> {
    const ofOldPair = this.#db
      .deleteFrom('key_rotations')
      .where('account_id', '=', account)
      .where('dialect', '=', dialect)
      .where('old_key_pair_id', '=', keyPairId)
    await (
      newKeyPairId === undefined ? ofOldPair : ofOldPair.where('new_key_pair_id', '=', newKeyPairId)
    ).execute()
  }
}

function toBinding(row: Row): TemporaryBinding {
  return {
    account: row.account_id,
    dialect: row.dialect,
    instanceId: row.instance_id,
    keyPairId: row.key_pair_id,
    expiresAtMs: row.expires_at_ms,
    dueAtMs: row.due_at_ms,
    endingAtMs: row.ending_at_ms ?? undefined,
  }
}
