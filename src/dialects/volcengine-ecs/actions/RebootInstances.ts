import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { batchParams, forceStop, operateMany } from '../power-call.ts'

/** Reboots running instances, each for itself. Source: spec/volcengine.md §2.10. */
export const RebootInstances = action({
  name: 'RebootInstances',
  access: 'write',
  params: z.object({ ...batchParams, ...forceStop }),
  run(context, params) {
    return operateMany(context, params.InstanceIds, { verb: 'reboot', isForced: params.ForceStop })
  },
})
