import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { changeEach, taggedParams, tagKeys } from '../tag-call.ts'
import { clientToken } from '../wire-types.ts'

/** Takes tags from key pairs or instances, each for itself; a key that is not there is passed over. Source: §2.14. */
export const DeleteTags = action({
  name: 'DeleteTags',
  access: 'write',
  params: z.object({ ClientToken: clientToken(), ...taggedParams, TagKeys: tagKeys() }),
  run(context, { TagKeys, ...resources }) {
    return changeEach(context, resources, { remove: TagKeys })
  },
})
