import type { Kysely } from 'kysely'

import type { Answer, IdempotencyStore, TokenKey, TokenUse } from '../../core/idempotency/store.ts'
import { Secret } from '../../core/secret.ts'
import type { Sealer } from './account-store.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

type Row = Schema['client_tokens']
type Key = Pick<Row, 'account_id' | 'dialect' | 'region' | 'action' | 'token'>

/** Takes the place of a row that counts no longer; touches nothing when there is one that does. */
const claimToken = prepared<Omit<Row, 'answer'> & { now_ms: number }, never>((db, arg) =>
  db
    .insertInto('client_tokens')
    .values({
      account_id: arg('account_id'),
      dialect: arg('dialect'),
      region: arg('region'),
      action: arg('action'),
      token: arg('token'),
      holder: arg('holder'),
      sealed_parameters_hash: arg('sealed_parameters_hash'),
      answer: null,
      expires_at_ms: arg('expires_at_ms'),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'dialect', 'region', 'action', 'token'])
        .doUpdateSet((row) => ({
          holder: row.ref('excluded.holder'),
          sealed_parameters_hash: row.ref('excluded.sealed_parameters_hash'),
          answer: null,
          expires_at_ms: row.ref('excluded.expires_at_ms'),
        }))
        .where('client_tokens.expires_at_ms', '<=', arg('now_ms')),
    ),
)

const tokenByKey = prepared<
  Key & { now_ms: number },
  Pick<Row, 'sealed_parameters_hash' | 'answer' | 'expires_at_ms'>
>((db, arg) =>
  db
    .selectFrom('client_tokens')
    .select(['sealed_parameters_hash', 'answer', 'expires_at_ms'])
    .where('account_id', '=', arg('account_id'))
    .where('dialect', '=', arg('dialect'))
    .where('region', '=', arg('region'))
    .where('action', '=', arg('action'))
    .where('token', '=', arg('token'))
    .where('expires_at_ms', '>', arg('now_ms')),
)

const setAnswer = prepared<Key & { holder: string; answer: string; expires_at_ms: number }, never>(
  (db, arg) =>
    db
      .updateTable('client_tokens')
      .set({ answer: arg('answer'), expires_at_ms: arg('expires_at_ms') })
      .where('account_id', '=', arg('account_id'))
      .where('dialect', '=', arg('dialect'))
      .where('region', '=', arg('region'))
      .where('action', '=', arg('action'))
      .where('token', '=', arg('token'))
      .where('holder', '=', arg('holder')),
)

const deleteExpired = prepared<{ now_ms: number; limit: number }, never>((db, arg) =>
  db
    .deleteFrom('client_tokens')
    .where(
      (row) => row.refTuple('account_id', 'dialect', 'region', 'action', 'token'),
      'in',
      db
        .selectFrom('client_tokens')
        .select(['account_id', 'dialect', 'region', 'action', 'token'])
        .where('expires_at_ms', '<=', arg('now_ms'))
        .orderBy('expires_at_ms')
        .limit(arg('limit'))
        .$asTuple('account_id', 'dialect', 'region', 'action', 'token'),
    ),
)

/**
 * The hash of the parameters is sealed: they may contain a password, which a fast hash alone would let a reader of
 * the database guess.
 */
export class SqlIdempotencyStore implements IdempotencyStore {
  readonly #db: Kysely<Schema>
  readonly #sealer: Sealer

  constructor(db: Kysely<Schema>, sealer: Sealer) {
    this.#db = db
    this.#sealer = sealer
  }

  async claim(key: TokenKey, claim: Parameters<IdempotencyStore['claim']>[1]): Promise<boolean> {
    const { numAffectedRows } = await claimToken.run(this.#db, {
      ...toKey(key),
      holder: claim.holder,
      sealed_parameters_hash: this.#sealer.seal(new Secret(claim.parametersHash)),
      expires_at_ms: claim.expiresAtMs,
      now_ms: claim.nowMs,
    })
    return numAffectedRows === 1n
  }

  async find(key: TokenKey, nowMs: number): Promise<TokenUse | undefined> {
    const { rows } = await tokenByKey.run(this.#db, { ...toKey(key), now_ms: nowMs })
    const [row] = rows
    return (
      row && {
        parametersHash: this.#sealer.open(row.sealed_parameters_hash).reveal(),
        // Written by `keepAnswer` below and by nobody else.
        answer: row.answer === null ? undefined : (JSON.parse(row.answer) as Answer),
        expiresAtMs: row.expires_at_ms,
      }
    )
  }

  async keepAnswer(
    key: TokenKey,
    holder: string,
    { answer, expiresAtMs }: { answer: Answer; expiresAtMs: number },
  ): Promise<boolean> {
    const kept = { holder, answer: JSON.stringify(answer), expires_at_ms: expiresAtMs }
    const { numAffectedRows } = await setAnswer.run(this.#db, { ...toKey(key), ...kept })
    return numAffectedRows === 1n
  }

  async release(key: TokenKey, holder: string): Promise<void> {
    const { account_id, dialect, region, action, token } = toKey(key)
    await this.#db
      .deleteFrom('client_tokens')
      .where('account_id', '=', account_id)
      .where('dialect', '=', dialect)
      .where('region', '=', region)
      .where('action', '=', action)
      .where('token', '=', token)
      .where('holder', '=', holder)
      .where('answer', 'is', null)
      .execute()
  }

  async removeExpired(nowMs: number, limit: number): Promise<void> {
    await deleteExpired.run(this.#db, { now_ms: nowMs, limit })
  }
}

function toKey({ account, dialect, region, action, token }: TokenKey): Key {
  return { account_id: account, dialect, region, action, token }
}
