import { ROOT_USER } from '../../../core/accounts/account.ts'
import type { Call } from '../../../core/call.ts'
import { numericId } from '../../kit/numeric-id.ts'

/** The number of a user; the account itself has that of the account. Users have only names here: it is made of those. */
export function uinOf({ account, user }: Pick<Call, 'account' | 'user'>): string {
  return user === ROOT_USER ? account : numericId('1', 12, `${account} user ${user}`)
}
