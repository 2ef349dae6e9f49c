import type { AccessKey, Account, Role, User } from './account.ts'

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
}
