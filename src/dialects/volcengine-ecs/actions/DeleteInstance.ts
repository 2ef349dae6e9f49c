import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { operateOne, singleParams } from '../power-call.ts'

/** Deletes an instance that runs or is stopped; its binding is released. Source: spec/volcengine.md §2.10. */
export const DeleteInstance = action({
  name: 'DeleteInstance',
  access: 'write',
  params: z.object({ ...singleParams }),
  run(context, params) {
    return operateOne(context, params, { verb: 'terminate' })
  },
})
