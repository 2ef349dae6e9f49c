import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { changeEach, requiredTags, taggedParams } from '../tag-call.ts'
import { clientToken } from '../wire-types.ts'

/** Puts tags on key pairs or instances, each for itself; a key that is there gets the new value. Source: §2.14. */
export const CreateTags = action({
  name: 'CreateTags',
  access: 'write',
  params: z.object({ ClientToken: clientToken(), ...taggedParams, Tags: requiredTags() }),
  run(context, { Tags, ...resources }) {
    return changeEach(context, resources, { put: Tags })
  },
})
