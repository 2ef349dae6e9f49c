import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { batchParams, operateMany } from '../power-call.ts'

/** Deletes instances, each for itself; their bindings are released. Source: spec/volcengine.md §2.10. */
export const DeleteInstances = action({
  name: 'DeleteInstances',
  access: 'write',
  params: z.object({ ...batchParams }),
  run(context, params) {
    return operateMany(context, params.InstanceIds, { verb: 'terminate' })
  },
})
