import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { operateOne, singleParams } from '../power-call.ts'

/** Starts a stopped instance, which brings pending access into force. Source: spec/volcengine.md §2.10. */
export const StartInstance = action({
  name: 'StartInstance',
  access: 'write',
  params: z.object({ ...singleParams }),
  run(context, params) {
    return operateOne(context, params, { verb: 'start' })
  },
})
