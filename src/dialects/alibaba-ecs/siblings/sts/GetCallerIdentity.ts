import { z } from 'zod'

import { ROOT_USER } from '../../../../core/accounts/account.ts'
import type { Call } from '../../../../core/call.ts'
import { action } from '../../../kit/action.ts'
import { assumedRole, roleIdOf, userIdOf } from './identity.ts'

/** Who signed the call; everybody may ask. Source: spec/alibaba.md §2.11. */
export const GetCallerIdentity = action({
  name: 'GetCallerIdentity',
  access: 'get',
  params: z.object({}),
  run({ call }) {
    return Promise.resolve({ AccountId: call.account, ...identityOf(call) })
  },
})

function identityOf({ account, user, session }: Call) {
  if (session) {
    const roleId = roleIdOf({ account, name: session.role })
    const principal = { PrincipalId: `${roleId}:${session.name}`, UserId: '', RoleId: roleId }
    return { IdentityType: 'AssumedRoleUser', Arn: assumedRole(account, session), ...principal }
  }
  if (user === ROOT_USER) {
    const principal = { PrincipalId: account, UserId: account, RoleId: '' }
    return { IdentityType: 'Account', Arn: `acs:ram::${account}:root`, ...principal }
  }
  const userId = userIdOf({ account, name: user })
  const principal = { PrincipalId: userId, UserId: userId, RoleId: '' }
  return { IdentityType: 'RAMUser', Arn: `acs:ram::${account}:user/${user}`, ...principal }
}
