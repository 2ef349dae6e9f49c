import { z } from 'zod'

import { operateRescue } from '../../../core/instances/rescue.ts'
import { action } from '../../kit/action.ts'
import { instanceId } from '../instance-param-types.ts'
import { EXIT_RESCUE_RULES } from '../rules.ts'

/** Boots the instance's own system again; it runs afterwards. Source: spec/tencent.md §2.4, §5 (17). */
export const ExitRescueMode = action({
  name: 'ExitRescueMode',
  access: 'write',
  params: z.strictObject({ InstanceId: instanceId() }),
  async run({ core, call }, { InstanceId }) {
    await operateRescue(core, call, EXIT_RESCUE_RULES, { verb: 'exit', instanceIds: [InstanceId] })
    return {}
  },
})
