import { z } from 'zod'

import { operatePower } from '../../../core/instances/power.ts'
import { action } from '../../kit/action.ts'
import { instanceIds } from '../param-types.ts'
import { START_RULES } from '../rules.ts'

/** Starts stopped instances. Source: spec/tencent.md §2.5. */
export const StartInstances = action({
  name: 'StartInstances',
  access: 'write',
  params: z.strictObject({ InstanceIds: instanceIds() }),
  async run({ core, call }, { InstanceIds }) {
    await operatePower(core, call, START_RULES, { verb: 'start', instanceIds: InstanceIds })
    return {}
  },
})
