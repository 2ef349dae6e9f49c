import { z } from 'zod'

import { resetPasswords } from '../../../core/instances/reset-password.ts'
import { action } from '../../kit/action.ts'
import { boolean, text } from '../../kit/params.ts'
import { invalidValue } from '../../kit/tencent/common-errors.ts'
import { checkUsername } from '../../kit/tencent/login-user.ts'
import { isResetPassword } from '../../kit/tencent/passwords.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { INVALID_PASSWORD, instanceIds } from '../param-types.ts'
import { passwordRules } from '../rules.ts'

/**
 * Sets the login password; while a key pair is bound it waits until the last one is unbound.
 * Source: spec/tencent.md §2.4, §5 (16).
 */
export const ResetInstancesPassword = action({
  name: 'ResetInstancesPassword',
  access: 'write',
  params: z.strictObject({
    InstanceIds: instanceIds(),
    Password: text(),
    UserName: text().check(z.maxLength(64)).optional(),
    ForceStop: boolean().default(false),
  }),
  async run({ core, call }, { InstanceIds, Password, UserName, ForceStop }) {
    const given = { username: UserName, instanceIds: InstanceIds }
    await checkUsername(core, call, given, invalidValue('UserName'))
    const found = await core.database.instances.findByIds(call, InstanceIds)
    if (!isResetPassword(Password, found)) throw new Refusal(INVALID_PASSWORD)
    const request = { instanceIds: InstanceIds, password: Password, isForced: ForceStop }
    await resetPasswords(core, call, passwordRules(ForceStop), request)
    return {}
  },
})
