import { z } from 'zod'

import { operateRescue } from '../../../core/instances/rescue.ts'
import { action } from '../../kit/action.ts'
import { boolean, text } from '../../kit/params.ts'
import { invalidValue } from '../../kit/tencent/common-errors.ts'
import { checkUsername } from '../../kit/tencent/login-user.ts'
import { isPassword, NEW_MACHINE_RULES } from '../../kit/tencent/passwords.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { instanceId } from '../instance-param-types.ts'
import { INVALID_PASSWORD, isHard, stopType } from '../param-types.ts'
import { ENTER_RESCUE_RULES } from '../rules.ts'

/**
 * Boots the rescue system, which answers nothing but the password given; key pairs stay bound.
 * Source: spec/tencent.md §2.4.
 */
export const EnterRescueMode = action({
  name: 'EnterRescueMode',
  access: 'write',
  params: z.strictObject({
    InstanceId: instanceId(),
    Password: text(),
    Username: text().optional(),
    ForceStop: boolean().optional(),
    StopType: stopType(),
  }),
  async run({ core, call }, { InstanceId, Password, Username, ForceStop, StopType }) {
    const isForced = isHard({ isForced: ForceStop, forcedBy: 'ForceStop', stopType: StopType })
    const instanceIds = [InstanceId]
    await checkUsername(core, call, { username: Username, instanceIds }, invalidValue('Username'))
    const [instance] = await core.database.instances.findByIds(call, instanceIds)
    const rule = NEW_MACHINE_RULES[instance?.os ?? 'linux']
    if (!isPassword(Password, rule)) throw new Refusal(INVALID_PASSWORD)
    const request = { verb: 'enter', instanceIds, password: Password, isForced } as const
    await operateRescue(core, call, ENTER_RESCUE_RULES, request)
    return {}
  },
})
