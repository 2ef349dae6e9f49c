import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { changeAll, taggedParams, tagKeys } from '../tag-call.ts'

/** Takes tags from key pairs or instances: from all of them or none. Source: spec/volcengine.md §2.14. */
export const UntagResources = action({
  name: 'UntagResources',
  access: 'write',
  params: z.object({ ...taggedParams, TagKeys: tagKeys() }),
  run(context, { TagKeys, ...resources }) {
    return changeAll(context, resources, { remove: TagKeys })
  },
})
