import { z } from 'zod'

import { ROOT_USER } from '../../../../core/accounts/account.ts'
import type { Call } from '../../../../core/call.ts'
import { action, type Fields } from '../../../kit/action.ts'
import { numericId } from '../../../kit/numeric-id.ts'
import { uinOf } from '../uin.ts'

/** Who signed the call; everybody may ask. Source: spec/tencent.md §4.3; the page of GetCallerIdentity, 2026-04. */
export const GetCallerIdentity = action({
  name: 'GetCallerIdentity',
  access: 'get',
  params: z.strictObject({}),
  run({ call }) {
    return Promise.resolve({ AccountId: call.account, ...identityOf(call) })
  },
})

/** Of a session the page says that PrincipalId is the account that asked for its key. */
function identityOf({ account, user, session }: Call): Fields {
  if (session) {
    const roleId = numericId('4611686', 19, `${account} role ${session.role}`)
    const Arn = `qcs::sts:${account}:assumed-role/${roleId}`
    return { Type: 'CAMRole', Arn, UserId: `${roleId}:${session.name}`, PrincipalId: account }
  }
  const uin = uinOf({ account, user })
  const Type = user === ROOT_USER ? 'RootAccount' : 'CAMUser'
  // Unverified: names of the types other than CAMRole.
  return { Type, Arn: `qcs::cam::uin/${account}:uin/${uin}`, UserId: uin, PrincipalId: uin }
}
