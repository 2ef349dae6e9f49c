import type { Kysely, Selectable } from 'kysely'

import type { AccessKey, Account, AttachedPolicy, MfaState, Role, User } from '../../core/accounts/account.ts'
import type { AccountStore, KeyHolder, ShownAccessKey, Stretch } from '../../core/accounts/store.ts'
import type { Secret } from '../../core/secret.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

/** Encrypts what must not lie readable in the database. */
export interface Sealer {
  seal(secret: Secret): string
  open(sealed: string): Secret
  /** A sum of a text that only who has the master key can make. */
  sum(text: string): string
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
    return row && toAccount(row)
  }

  async findUser(account: string, name: string): Promise<User | undefined> {
    const row = await this.#db
      .selectFrom('users')
      .selectAll()
      .where('account_id', '=', account)
      .where('name', '=', name)
      .executeTakeFirst()
    return row && toUser(row)
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

  async insertAccessKey(accessKey: AccessKey): Promise<void> {
    await this.#db.insertInto('access_keys').values(this.#toRow(accessKey)).execute()
  }

  async insertNewAccessKey(accessKey: AccessKey): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('access_keys')
      .values(this.#toRow(accessKey))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  }

  async listAccounts({ limit, after = '' }: Stretch): Promise<readonly Account[]> {
    const rows = await this.#db
      .selectFrom('accounts')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute()
    return rows.map(toAccount)
  }

  async listUsers(account: string, { limit, after = '' }: Stretch): Promise<readonly User[]> {
    const rows = await this.#db
      .selectFrom('users')
      .selectAll()
      .where('account_id', '=', account)
      .where('name', '>', after)
      .orderBy('name')
      .limit(limit)
      .execute()
    return rows.map(toUser)
  }

  async listAccessKeys(
    { account, user }: KeyHolder,
    { limit, after = '' }: Stretch,
  ): Promise<readonly ShownAccessKey[]> {
    const rows = await this.#db
      .selectFrom('access_keys')
      .select(['id', 'is_disabled'])
      .where('account_id', '=', account)
      .where('user_name', '=', user)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute()
    return rows.map(({ id, is_disabled }) => ({ id, account, user, isDisabled: is_disabled === 1 }))
  }

  async updateAccount(
    id: string,
    { name, requireMfa }: Partial<Pick<Account, 'name' | 'requireMfa'>>,
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('accounts')
      .set((row) => ({
        name: name ?? row.ref('name'),
        require_mfa: requireMfa ? JSON.stringify(requireMfa) : row.ref('require_mfa'),
      }))
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }

  async replacePolicies(
    account: string,
    user: string,
    policies: readonly AttachedPolicy[],
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('users')
      .set({ policies: JSON.stringify(policies) })
      .where('account_id', '=', account)
      .where('name', '=', user)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }

  async switchAccessKey({ account, user }: KeyHolder, id: string, isDisabled: boolean): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('access_keys')
      .set({ is_disabled: Number(isDisabled) })
      .where('id', '=', id)
      .where('account_id', '=', account)
      .where('user_name', '=', user)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }

  async removeAccessKey({ account, user }: KeyHolder, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('access_keys')
      .where('id', '=', id)
      .where('account_id', '=', account)
      .where('user_name', '=', user)
      .executeTakeFirstOrThrow()
    return numDeletedRows === 1n
  }

  async removeUser(account: string, name: string): Promise<boolean> {
    for (const table of ['access_keys', 'mfa_devices'] as const) {
      await this.#db
        .deleteFrom(table)
        .where('account_id', '=', account)
        .where('user_name', '=', name)
        .execute()
    }
    const { numDeletedRows } = await this.#db
      .deleteFrom('users')
      .where('account_id', '=', account)
      .where('name', '=', name)
      .executeTakeFirstOrThrow()
    return numDeletedRows === 1n
  }

  async ownsResources(account: string): Promise<boolean> {
    for (const table of ['instances', 'key_pairs'] as const) {
      const row = await this.#db
        .selectFrom(table)
        .select('id')
        .where('account_id', '=', account)
        // In the order of the primary key, so that the engine finds the one by it.
        .orderBy('dialect')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst()
      if (row) return true
    }
    return false
  }

  async removeAccount(id: string): Promise<boolean> {
    for (const table of ['access_keys', 'temporary_keys', 'mfa_devices', 'roles', 'users'] as const) {
      await this.#db.deleteFrom(table).where('account_id', '=', id).execute()
    }
    const { numDeletedRows } = await this.#db
      .deleteFrom('accounts')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return numDeletedRows === 1n
  }

  #toRow({ id, account, user, secret, isDisabled }: AccessKey): Schema['access_keys'] {
    const sealed_secret = this.#sealer.seal(secret)
    return { id, account_id: account, user_name: user, sealed_secret, is_disabled: Number(isDisabled) }
  }
}

/** Written by `insertAccount` and `updateAccount` and by nobody else. */
function toAccount({ id, name, require_mfa }: Selectable<Schema['accounts']>): Account {
  return { id, name, requireMfa: JSON.parse(require_mfa) as string[] }
}

/** Written by `insertUser` and `replacePolicies` and by nobody else. */
function toUser({ account_id, name, mfa, policies }: Selectable<Schema['users']>): User {
  return {
    ...{ account: account_id, name, mfa: mfa as MfaState },
    policies: JSON.parse(policies) as AttachedPolicy[],
  }
}
