import { z } from 'zod'

import type { TagFilter } from '../../core/tags/tag.ts'
import { tagToken } from '../kit/page-tokens.ts'
import { states, text } from '../kit/params.ts'
import { invalidParameter, unsupportedParameter } from './errors.ts'
import { missing, resourceIds, tagErrors, taggedParams } from './tag-call.ts'
import { upTo } from './wire-types.ts'

/** Lists by resource group are asked for with this key. Source: reference page of ListTagResources. */
const GROUP_KEY = 'acs:rm:rgId'

/** `Tag.N.*`: exact; a key alone matches any value, a value alone is refused. */
function exactTags() {
  return upTo(20, z.object({ Key: text().optional(), Value: text().optional() }), tagErrors.tooManyTags)
    .refine(
      (tags) => tags.every(({ Key }) => Key !== undefined),
      states({ kind: 'malformed', refusal: tagErrors.valueWithoutKey }),
    )
    .refine(
      (tags) => tags.every(({ Key }) => Key !== GROUP_KEY),
      states({ kind: 'malformed', refusal: unsupportedParameter(`Tag.N.Key=${GROUP_KEY}`) }),
    )
    .transform((tags): TagFilter[] =>
      tags.map(({ Key = '', Value }) => ({ key: Key, values: Value === undefined ? [] : [Value] })),
    )
    .default([])
}

/** `TagFilter.N.*`: values are alternatives. The fuzzy forms with `*` are a preview of the cloud, and not taken. */
function looseTags() {
  return upTo(5, z.object({ TagKey: text(), TagValues: upTo(5, text()).default([]) }))
    .refine(
      (filters) =>
        filters.every(({ TagKey, TagValues }) => ![TagKey, ...TagValues].some((text) => text.includes('*'))),
      states({ kind: 'malformed', refusal: unsupportedParameter('TagFilter with *') }),
    )
    .transform((filters): TagFilter[] =>
      filters.map(({ TagKey, TagValues }) => ({ key: TagKey, values: TagValues })),
    )
    .default([])
}

/** Source: spec/alibaba.md §2.11. */
export const tagListParams = z
  .object({
    RegionId: taggedParams.RegionId,
    ResourceType: taggedParams.ResourceType,
    ResourceId: resourceIds(),
    Tag: exactTags(),
    TagFilter: looseTags(),
    NextToken: tagToken().optional(),
  })
  .refine(
    ({ ResourceId, Tag, TagFilter }) => ResourceId.length + Tag.length + TagFilter.length > 0,
    missing('ResourceIds'),
  )
  .refine(
    ({ Tag, TagFilter }) => Tag.length === 0 || TagFilter.length === 0,
    states({ kind: 'malformed', refusal: invalidParameter('TagFilter') }),
  )
