import type { Kysely, Selectable } from 'kysely'

import type { Stretch } from '../../core/accounts/store.ts'
import type { ApiToken, ApiTokenStore, TokenScope } from '../../core/api-tokens/api-token.ts'
import type { Schema } from './schema.ts'

export class SqlApiTokenStore implements ApiTokenStore {
  readonly #db: Kysely<Schema>

  constructor(db: Kysely<Schema>) {
    this.#db = db
  }

  async insert({ id, name, scope, tokenHash, createdAtMs, expiresAtMs }: ApiToken): Promise<void> {
    await this.#db
      .insertInto('api_tokens')
      .values({
        ...{ id, name, scope },
        token_hash: tokenHash,
        created_at_ms: createdAtMs,
        expires_at_ms: expiresAtMs ?? null,
      })
      .execute()
  }

  async findByHash(tokenHash: string): Promise<ApiToken | undefined> {
    const row = await this.#db
      .selectFrom('api_tokens')
      .selectAll()
      .where('token_hash', '=', tokenHash)
      .executeTakeFirst()
    return row && toToken(row)
  }

  async list({ limit, after = '' }: Stretch): Promise<readonly ApiToken[]> {
    const rows = await this.#db
      .selectFrom('api_tokens')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute()
    return rows.map(toToken)
  }

  async remove(id: string): Promise<boolean> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('api_tokens')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return numDeletedRows > 0n
  }
}

function toToken(row: Selectable<Schema['api_tokens']>): ApiToken {
  return {
    id: row.id,
    name: row.name,
    // Written by `insert` above and by nobody else.
    scope: row.scope as TokenScope,
    tokenHash: row.token_hash,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms ?? undefined,
  }
}
