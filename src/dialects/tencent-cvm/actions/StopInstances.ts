import { z } from 'zod'

import { operatePower } from '../../../core/instances/power.ts'
import { action } from '../../kit/action.ts'
import { oneOf } from '../../kit/tencent/param-checks.ts'
import { boolean } from '../../kit/params.ts'
import { instanceIds, isHard, stopType } from '../param-types.ts'
import { STOP_RULES } from '../rules.ts'

const STOPPED_MODES = { KEEP_CHARGING: 'keep-charging', STOP_CHARGING: 'stop-charging' } as const

/** Stops running instances. Source: spec/tencent.md §2.4. */
export const StopInstances = action({
  name: 'StopInstances',
  access: 'write',
  params: z.strictObject({
    InstanceIds: instanceIds(),
    ForceStop: boolean().optional(),
    StopType: stopType(),
    StoppedMode: oneOf('KEEP_CHARGING', 'STOP_CHARGING').default('KEEP_CHARGING'),
  }),
  async run({ core, call }, { InstanceIds, ForceStop, StopType, StoppedMode }) {
    const isForced = isHard({ isForced: ForceStop, forcedBy: 'ForceStop', stopType: StopType })
    const stoppedMode = STOPPED_MODES[StoppedMode]
    const request = { verb: 'stop', instanceIds: InstanceIds, isForced, stoppedMode } as const
    await operatePower(core, call, STOP_RULES, request)
    return {}
  },
})
