import { z } from 'zod'

import { operatePower } from '../../../core/instances/power.ts'
import { action } from '../../kit/action.ts'
import { instanceIds } from '../param-types.ts'
import { TERMINATE_RULES } from '../rules.ts'

/** Destroys isolated instances; done when they are not listed any more. Source: spec/tencent.md §2.5. */
export const TerminateInstances = action({
  name: 'TerminateInstances',
  access: 'write',
  params: z.strictObject({ InstanceIds: instanceIds() }),
  async run({ core, call }, { InstanceIds }) {
    await operatePower(core, call, TERMINATE_RULES, { verb: 'terminate', instanceIds: InstanceIds })
    return {}
  },
})
