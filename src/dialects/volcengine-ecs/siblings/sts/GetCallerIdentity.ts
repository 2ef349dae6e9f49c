import { z } from 'zod'

import { ROOT_USER } from '../../../../core/accounts/account.ts'
import type { Call } from '../../../../core/call.ts'
import { action, type Fields } from '../../../kit/action.ts'
import { assumedRole, roleIdOf, userIdOf } from './identity.ts'

/**
 * Who signed the call; everybody may ask. Source: spec/volcengine.md §1.6, row "STS". Unverified: names of the
 * types of identity.
 */
export const GetCallerIdentity = action({
  name: 'GetCallerIdentity',
  access: 'get',
  params: z.object({}),
  run({ call }) {
    // A number there, unlike in names.
    return Promise.resolve({ AccountId: Number(call.account), ...identityOf(call) })
  },
})

function identityOf({ account, user, session }: Call): Fields {
  if (session) {
    const IdentityId = `${roleIdOf({ account, name: session.role })}:${session.name}`
    return { IdentityType: 'AssumedRole', IdentityId, Trn: assumedRole(account, session) }
  }
  if (user === ROOT_USER) {
    return { IdentityType: 'Account', IdentityId: account, Trn: `trn:iam::${account}:root` }
  }
  const IdentityId = userIdOf({ account, name: user })
  return { IdentityType: 'User', IdentityId, Trn: `trn:iam::${account}:user/${user}` }
}
