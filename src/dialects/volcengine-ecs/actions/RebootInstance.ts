import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { forceStop, operateOne, singleParams } from '../power-call.ts'

/** Reboots a running instance, which brings pending access into force. Source: spec/volcengine.md §2.10. */
export const RebootInstance = action({
  name: 'RebootInstance',
  access: 'write',
  params: z.object({ ...singleParams, ...forceStop }),
  run(context, params) {
    return operateOne(context, params, { verb: 'reboot', isForced: params.ForceStop })
  },
})
