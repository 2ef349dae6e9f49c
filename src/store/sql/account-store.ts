import type { Kysely } from 'kysely'

import type { AccessKey, Account, AttachedPolicy, MfaState, Role, User } from '../../core/accounts/account.ts'
import type { AccountStore } from '../../core/accounts/store.ts'
import type { Secret } from '../../core/secret.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

/** Encrypts what must not lie readable in the database. */
export interface Sealer {
  seal(secret: Secret): string
  open(sealed: string): Secret
}

const accessKeyById = prepared<{ id: string }, Schema['access_keys']>((db, arg) =>
  db.selectFrom('access_keys').selectAll().where('id', '=', arg('id')),
)

export class SqlAccountStore implements AccountStore {
  readonly #db: Kysely<Schema>
  readonly #sealer: Sealer

  constructor(db: Kysely<Schema>, sealer: Sealer) {
    this.#db = db
    this.#sealer = sealer
  }

  async findAccessKey(id: string): Promise<AccessKey | undefined> {
    const { rows } = await accessKeyById.run(this.#db, { id })
    const [row] = rows
    if (!row) return undefined
    return {
      id,
      account: row.account_id,
      user: row.user_name,
      secret: this.#sealer.open(row.sealed_secret),
      isDisabled: row.is_disabled === 1,
    }
  }

  async findAccount(id: string): Promise<Account | undefined> {
    const row = await this.#db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()
    // Written by `insertAccount` below and by nobody else.
    return row && { id, name: row.name, requireMfa: JSON.parse(row.require_mfa) as string[] }
  }

  async findUser(account: string, name: string): Promise<User | undefined> {
    const row = await this.#db
      .selectFrom('users')
      .selectAll()
      .where('account_id', '=', account)
      .where('name', '=', name)
      .executeTakeFirst()
    if (!row) return undefined
    // Written by `insertUser` below and by nobody else.
    const policies = JSON.parse(row.policies) as AttachedPolicy[]
    return { account, name, mfa: row.mfa as MfaState, policies }
  }

  async findRole(account: string, name: string): Promise<Role | undefined> {
    const row = await this.#db
      .selectFrom('roles')
      .selectAll()
      .where('account_id', '=', account)
      .where('name', '=', name)
      .executeTakeFirst()
    // Written by `insertRole` below and by nobody else.
    return row && { account, name, policies: JSON.parse(row.policies) as AttachedPolicy[] }
  }

  async isEmpty(): Promise<boolean> {
    for (const table of ['accounts', 'key_pairs', 'instances'] as const) {
      const row = await this.#db.selectFrom(table).select('id').limit(1).executeTakeFirst()
      if (row) return false
    }
    return true
  }

  async insertAccount(account: Account): Promise<void> {
    const { id, name, requireMfa } = account
    await this.#db
      .insertInto('accounts')
      .values({ id, name, require_mfa: JSON.stringify(requireMfa) })
      .execute()
  }

  async insertUser(user: User): Promise<void> {
    const { account, name, mfa, policies } = user
    await this.#db
      .insertInto('users')
      .values({ account_id: account, name, mfa, policies: JSON.stringify(policies) })
      .execute()
  }

  async insertRole({ account, name, policies }: Role): Promise<void> {
    await this.#db
      .insertInto('roles')
      .values({ account_id: account, name, policies: JSON.stringify(policies) })
      .execute()
  }

  async insertAccessKey({ id, account, user, secret, isDisabled }: AccessKey): Promise<void> {
    const sealed_secret = this.#sealer.seal(secret)
    await this.#db
      .insertInto('access_keys')
      .values({ id, account_id: account, user_name: user, sealed_secret, is_disabled: Number(isDisabled) })
      .execute()
  }
}
