import type { Kysely } from 'kysely'

import type { RateRow, RateStore } from '../../core/rates/store.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

type Row = Schema['rates']

const bySubject = prepared<{ subject: string }, Pick<Row, 'passed_ms' | 'version'>>((db, arg) =>
  db.selectFrom('rates').select(['passed_ms', 'version']).where('subject', '=', arg('subject')),
)

const insertRate = prepared<Row, never>((db, arg) =>
  db
    .insertInto('rates')
    .values({
      subject: arg('subject'),
      passed_ms: arg('passed_ms'),
      version: arg('version'),
      last_passed_ms: arg('last_passed_ms'),
    })
    .onConflict((conflict) => conflict.doNothing()),
)

const updateRate = prepared<Row & { former_version: number }, never>((db, arg) =>
  db
    .updateTable('rates')
    .set({
      passed_ms: arg('passed_ms'),
      version: arg('version'),
      last_passed_ms: arg('last_passed_ms'),
    })
    .where('subject', '=', arg('subject'))
    .where('version', '=', arg('former_version')),
)

export class SqlRateStore implements RateStore {
  readonly #db: Kysely<Schema>

  constructor(db: Kysely<Schema>) {
    this.#db = db
  }

  async find(subject: string): Promise<RateRow | undefined> {
    const { rows } = await bySubject.run(this.#db, { subject })
    const [row] = rows
    // Written by `replace` only.
    return row && { passedMs: JSON.parse(row.passed_ms) as number[], version: row.version }
  }

  async replace(subject: string, before: RateRow | undefined, passedMs: readonly number[]): Promise<boolean> {
    const row = {
      subject,
      passed_ms: JSON.stringify(passedMs),
      version: (before?.version ?? 0) + 1,
      last_passed_ms: passedMs.at(-1) ?? 0,
    }
    const { numAffectedRows } = before
      ? await updateRate.run(this.#db, { ...row, former_version: before.version })
      : await insertRate.run(this.#db, row)
    return numAffectedRows === 1n
  }

  async removeIdle(beforeMs: number): Promise<void> {
    await this.#db.deleteFrom('rates').where('last_passed_ms', '<', beforeMs).execute()
  }
}
