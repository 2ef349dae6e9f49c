import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { changeTagsOf, missing, tagErrors, taggedParams, tagFaults } from '../tag-call.ts'
import { newTags } from '../wire-types.ts'

/**
 * Puts tags on key pairs (by name or id) or instances, on all or none; a key that is there gets the new value.
 * Source: spec/alibaba.md §2.11.
 */
export const TagResources = action({
  name: 'TagResources',
  access: 'update',
  params: z.object({
    ...taggedParams,
    Tag: newTags(tagErrors.tooManyTags).refine((tags) => tags.length > 0, missing('Tags')),
  }),
  faults: tagFaults,
  async run(context, { Tag, ...named }) {
    await changeTagsOf(context, named, { put: Tag })
    return {}
  },
})
