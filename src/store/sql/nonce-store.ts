import type { Kysely } from 'kysely'

import type { NonceStore } from '../../core/nonces/store.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

type Row = Schema['nonces']

const insertNonce = prepared<Row, never>((db, arg) =>
  db
    .insertInto('nonces')
    .values({
      access_key_id: arg('access_key_id'),
      nonce: arg('nonce'),
      used_at_ms: arg('used_at_ms'),
    })
    .onConflict((conflict) => conflict.doNothing()),
)

export class SqlNonceStore implements NonceStore {
  readonly #db: Kysely<Schema>

  constructor(db: Kysely<Schema>) {
    this.#db = db
  }

  async insert({ accessKeyId, nonce, nowMs }: Parameters<NonceStore['insert']>[0]): Promise<boolean> {
    const row = { access_key_id: accessKeyId, nonce, used_at_ms: nowMs }
    const { numAffectedRows } = await insertNonce.run(this.#db, row)
    return numAffectedRows === 1n
  }

  async removeOld(beforeMs: number, limit: number): Promise<void> {
    // The newest of the oldest; later ones of the same millisecond go with it.
    const last = await this.#db
      .selectFrom('nonces')
      .select('used_at_ms')
      .where('used_at_ms', '<', beforeMs)
      .orderBy('used_at_ms')
      .offset(limit - 1)
      .limit(1)
      .executeTakeFirst()
    await this.#db
      .deleteFrom('nonces')
      .where('used_at_ms', '<', last ? last.used_at_ms + 1 : beforeMs)
      .execute()
  }
}
