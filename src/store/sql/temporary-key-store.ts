import type { Kysely, Selectable } from 'kysely'

import type { AttachedPolicy } from '../../core/accounts/account.ts'
import type { TemporaryKey, TemporaryKeyStore } from '../../core/accounts/temporary-key-store.ts'
import type { Sealer } from './account-store.ts'
import type { Schema } from './schema.ts'

export class SqlTemporaryKeyStore implements TemporaryKeyStore {
  readonly #db: Kysely<Schema>
  readonly #sealer: Sealer

  constructor(db: Kysely<Schema>, sealer: Sealer) {
    this.#db = db
    this.#sealer = sealer
  }

  async insert(key: TemporaryKey): Promise<void> {
    const { sessionPolicies } = key
    await this.#db
      .insertInto('temporary_keys')
      .values({
        id: key.id,
        account_id: key.account,
        role_name: key.role,
        session_name: key.sessionName,
        sealed_secret: this.#sealer.seal(key.secret),
        token_hash: key.tokenHash,
        session_policies: sessionPolicies ? JSON.stringify(sessionPolicies) : null,
        expires_at_ms: key.expiresAtMs,
      })
      .execute()
  }

  find(id: string): Promise<TemporaryKey | undefined> {
    return this.#findBy('id', id)
  }

  findByTokenHash(tokenHash: string): Promise<TemporaryKey | undefined> {
    return this.#findBy('token_hash', tokenHash)
  }

  async removeExpired(beforeMs: number): Promise<void> {
    await this.#db.deleteFrom('temporary_keys').where('expires_at_ms', '<', beforeMs).execute()
  }

  async #findBy(column: 'id' | 'token_hash', value: string): Promise<TemporaryKey | undefined> {
    const row = await this.#db
      .selectFrom('temporary_keys')
      .selectAll()
      .where(column, '=', value)
      .executeTakeFirst()
    return row && this.#toKey(row)
  }

  #toKey(row: Selectable<Schema['temporary_keys']>): TemporaryKey {
    const { session_policies: policies } = row
    return {
      id: row.id,
      account: row.account_id,
      role: row.role_name,
      sessionName: row.session_name,
      secret: this.#sealer.open(row.sealed_secret),
      tokenHash: row.token_hash,
      // Written by `insert` above and by nobody else.
      sessionPolicies: policies === null ? undefined : (JSON.parse(policies) as AttachedPolicy[]),
      expiresAtMs: row.expires_at_ms,
    }
  }
}
