import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { forceStop, operateOne, singleParams, stoppedMode } from '../power-call.ts'

/** Stops a running instance. Source: spec/volcengine.md §2.10. */
export const StopInstance = action({
  name: 'StopInstance',
  access: 'write',
  params: z.object({ ...singleParams, ...forceStop, ...stoppedMode }),
  run(context, params) {
    return operateOne(context, params, {
      verb: 'stop',
      isForced: params.ForceStop,
      stoppedMode: params.StoppedMode,
    })
  },
})
