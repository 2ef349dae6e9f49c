import type { AccessKey, Account, AttachedPolicy, Role, User } from './account.ts'

/** A part of a list that is ordered by id or name; what `after` names is not in it. */
export interface Stretch {
  readonly limit: number
  /** Undefined: from the beginning. */
  readonly after: string | undefined
}

/** Whose access keys are meant. */
export interface KeyHolder {
  readonly account: string
  readonly user: string
}

/** An access key as it is shown: without its secret. */
export type ShownAccessKey = Omit<AccessKey, 'secret' | 'session'>

export interface AccountStore {
  findAccessKey(id: string): Promise<AccessKey | undefined>
  findAccount(id: string): Promise<Account | undefined>
  findUser(account: string, name: string): Promise<User | undefined>
  findRole(account: string, name: string): Promise<Role | undefined>
  isEmpty(): Promise<boolean>
  insertAccount(account: Account): Promise<void>
  insertUser(user: User): Promise<void>
  insertRole(role: Role): Promise<void>
  insertAccessKey(accessKey: AccessKey): Promise<void>
  /** As `insertAccessKey`; false if some account has a key of this id, which stays as it is. */
  insertNewAccessKey(accessKey: AccessKey): Promise<boolean>
  /** By id. */
  listAccounts(stretch: Stretch): Promise<readonly Account[]>
  /** By name. */
  listUsers(account: string, stretch: Stretch): Promise<readonly User[]>
  /** By id. */
  listAccessKeys(holder: KeyHolder, stretch: Stretch): Promise<readonly ShownAccessKey[]>
  /** False if there is no such account. */
  updateAccount(id: string, changes: Partial<Pick<Account, 'name' | 'requireMfa'>>): Promise<boolean>
  /** False if there is no such user. */
  replacePolicies(account: string, user: string, policies: readonly AttachedPolicy[]): Promise<boolean>
  /** False if the user has no such key. */
  switchAccessKey(holder: KeyHolder, id: string, isDisabled: boolean): Promise<boolean>
  /** False if the user has no such key. */
  removeAccessKey(holder: KeyHolder, id: string): Promise<boolean>
  /** With his access keys and his device for one-time codes; false if there is no such user. */
  removeUser(account: string, name: string): Promise<boolean>
  /** Whether the account has instances or key pairs in any dialect. */
  ownsResources(account: string): Promise<boolean>
  /** With its users, roles, access keys and temporary keys; false if there is no such account. */
  removeAccount(id: string): Promise<boolean>
}
