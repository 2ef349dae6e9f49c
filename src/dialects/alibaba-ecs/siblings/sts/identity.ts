import type { RoleSession } from '../../../../core/accounts/account.ts'
import { numericId } from '../../../kit/numeric-id.ts'

/** Source: spec/alibaba.md §2.11, row "GetCallerIdentity". */
export function assumedRole(account: string, { role, name }: Pick<RoleSession, 'role' | 'name'>): string {
  return `acs:ram::${account}:assumed-role/${role}/${name}`
}

export function roleIdOf({ account, name }: { readonly account: string; readonly name: string }): string {
  return numericId('3', 18, `${account} role ${name}`)
}

export function userIdOf({ account, name }: { readonly account: string; readonly name: string }): string {
  return numericId('2', 18, `${account} user ${name}`)
}
