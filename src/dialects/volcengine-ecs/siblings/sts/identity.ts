import type { RoleSession } from '../../../../core/accounts/account.ts'
import { numericId } from '../../../kit/numeric-id.ts'

/** Unverified: the form that the cloud's STS documentation shows. */
export function assumedRole(account: string, { role, name }: Pick<RoleSession, 'role' | 'name'>): string {
  return `trn:sts::${account}:assumed-role/${role}/${name}`
}

/** Unverified: roles and users have ids of digits. */
export function roleIdOf({ account, name }: { readonly account: string; readonly name: string }): string {
  return numericId('7', 8, `${account} role ${name}`)
}

export function userIdOf({ account, name }: { readonly account: string; readonly name: string }): string {
  return numericId('6', 8, `${account} user ${name}`)
}
