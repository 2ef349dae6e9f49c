import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { changeAll, requiredTags, taggedParams } from '../tag-call.ts'

/** Puts tags on key pairs or instances: on all of them or none. Source: spec/volcengine.md §2.14. */
export const TagResources = action({
  name: 'TagResources',
  access: 'write',
  params: z.object({ ...taggedParams, Tags: requiredTags() }),
  run(context, { Tags, ...resources }) {
    return changeAll(context, resources, { put: Tags })
  },
})
