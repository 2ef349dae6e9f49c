import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { boolean, text } from '../../kit/params.ts'
import { changeTagsOf, missing, tagErrors, taggedParams, tagFaults } from '../tag-call.ts'
import { upTo } from '../wire-types.ts'

/**
 * Takes tags off key pairs or instances; keys that are not there are passed over. `All` counts only where no key is
 * named. Source: spec/alibaba.md §2.11.
 */
export const UntagResources = action({
  name: 'UntagResources',
  access: 'delete',
  params: z
    .object({
      ...taggedParams,
      TagKey: upTo(20, text(), tagErrors.tooManyTags).default([]),
      All: boolean().default(false),
    })
    .refine(({ TagKey, All }) => TagKey.length > 0 || All, missing('Tags')),
  faults: tagFaults,
  async run(context, { TagKey, All, ...named }) {
    await changeTagsOf(context, named, { remove: All && TagKey.length === 0 ? 'all' : TagKey })
    return {}
  },
})
