import { z } from 'zod'

import { reinstallInstances } from '../../../core/instances/reinstall.ts'
import { action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { isChinaMainland } from '../catalog.ts'
import { checkLogin, loginConfiguration, loginFaults, loginOf } from '../login-configuration.ts'
import { blueprintId } from '../offer-checks.ts'
import { instanceId } from '../param-types.ts'
import { checkNewSystem, findForReset } from '../reset-checks.ts'
import { RESET_RULES } from '../rules.ts'

/**
 * Puts a system on an instance anew, the same one unless a blueprint is given; its login is replaced, and it ends
 * RUNNING. Source: spec/tencent.md §2.5, §5 (17).
 */
export const ResetInstance = action({
  name: 'ResetInstance',
  access: 'write',
  params: z.strictObject({
    InstanceId: instanceId(),
    BlueprintId: blueprintId().optional(),
    Containers: ignored(),
    LoginConfiguration: loginConfiguration.optional(),
  }),
  faults: loginFaults,
  async run({ core, call }, { InstanceId, BlueprintId, LoginConfiguration }) {
    const instance = await findForReset(core, call, InstanceId)
    const mayChange = isChinaMainland(call.region)
    const system = checkNewSystem(instance, BlueprintId, { mayChangePlatform: mayChange })
    checkLogin(LoginConfiguration, { ...instance, ...system })
    await reinstallInstances(core, call, RESET_RULES, {
      instanceIds: [InstanceId],
      system,
      login: loginOf(LoginConfiguration),
      isForced: true,
    })
    return {}
  },
})
