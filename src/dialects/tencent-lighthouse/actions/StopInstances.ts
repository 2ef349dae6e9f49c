import { z } from 'zod'

import { operatePower } from '../../../core/instances/power.ts'
import { action } from '../../kit/action.ts'
import { instanceIds, stopType } from '../param-types.ts'
import { STOP_RULES } from '../rules.ts'

/** Stops running instances. Source: spec/tencent.md §2.5. */
export const StopInstances = action({
  name: 'StopInstances',
  access: 'write',
  params: z.strictObject({ InstanceIds: instanceIds(), StopType: stopType() }),
  async run({ core, call }, { InstanceIds, StopType }) {
    const request = { verb: 'stop', instanceIds: InstanceIds, isForced: StopType === 'HARD' } as const
    await operatePower(core, call, STOP_RULES, request)
    return {}
  },
})
