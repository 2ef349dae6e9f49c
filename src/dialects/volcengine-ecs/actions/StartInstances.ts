import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { batchParams, operateMany } from '../power-call.ts'

/** Starts stopped instances, each for itself. Source: spec/volcengine.md §2.10. */
export const StartInstances = action({
  name: 'StartInstances',
  access: 'write',
  params: z.object({ ...batchParams }),
  run(context, params) {
    return operateMany(context, params.InstanceIds, { verb: 'start' })
  },
})
