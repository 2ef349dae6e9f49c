import { z } from 'zod'

import { resetPasswords } from '../../../core/instances/reset-password.ts'
import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { checkUsername } from '../../kit/tencent/login-user.ts'
import { isResetPassword } from '../../kit/tencent/passwords.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { INVALID_PASSWORD, instanceIds, outOfRange } from '../param-types.ts'
import { PASSWORD_RULES } from '../rules.ts'

/**
 * Sets the login password; while a key pair is bound it waits until the last one is unbound. A running instance is
 * stopped for it and started again. Source: spec/tencent.md §2.5, §5 (16).
 */
export const ResetInstancesPassword = action({
  name: 'ResetInstancesPassword',
  access: 'write',
  params: z.strictObject({
    InstanceIds: instanceIds(),
    Password: text(),
    UserName: text().check(z.maxLength(64)).optional(),
  }),
  async run({ core, call }, { InstanceIds, Password, UserName }) {
    const given = { username: UserName, instanceIds: InstanceIds }
    await checkUsername(core, call, given, outOfRange('UserName'))
    const found = await core.database.instances.findByIds(call, InstanceIds)
    if (!isResetPassword(Password, found)) throw new Refusal(INVALID_PASSWORD)
    const request = { instanceIds: InstanceIds, password: Password, isForced: true }
    await resetPasswords(core, call, PASSWORD_RULES, request)
    return {}
  },
})
