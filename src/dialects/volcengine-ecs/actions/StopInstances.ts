import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { batchParams, forceStop, operateMany, stoppedMode } from '../power-call.ts'

/** Stops running instances, each for itself. Source: spec/volcengine.md §2.10. */
export const StopInstances = action({
  name: 'StopInstances',
  access: 'write',
  params: z.object({ ...batchParams, ...forceStop, ...stoppedMode }),
  run(context, params) {
    return operateMany(context, params.InstanceIds, {
      verb: 'stop',
      isForced: params.ForceStop,
      stoppedMode: params.StoppedMode,
    })
  },
})
