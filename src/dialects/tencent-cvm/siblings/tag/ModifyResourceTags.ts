import { z } from 'zod'

import { changeTags } from '../../../../core/tags/change-tags.ts'
import { action } from '../../../kit/action.ts'
import { text } from '../../../kit/params.ts'
import { missingParameter } from '../../../kit/tencent/common-errors.ts'
import { tencentError } from '../../../kit/tencent/tencent-error.ts'
import { Refusal } from '../../../kit/wire-error.ts'
import { changeDiskTags } from './disk-tags.ts'
import { readResource, tagKey, tagValue } from './resources.ts'

/** Tags in one call, of either list. Source: the SDK's description of the parameters. */
const MOST_AT_ONCE = 10
/** Tags that one resource may carry. Unverified. */
const MOST_TAGS = 50

/** Puts tags on one resource and takes others away. Source: spec/tencent.md §4.3. */
export const ModifyResourceTags = action({
  name: 'ModifyResourceTags',
  access: 'write',
  params: z.strictObject({
    Resource: text(),
    ReplaceTags: z
      .array(z.object({ TagKey: tagKey(), TagValue: tagValue() }))
      .max(MOST_AT_ONCE)
      .default([]),
    DeleteTags: z
      .array(z.object({ TagKey: tagKey() }))
      .max(MOST_AT_ONCE)
      .default([]),
  }),
  faults: {
    keyPairNotFound: notFound,
    instanceNotFound: notFound,
    quotaExceeded: () =>
      tencentError('LimitExceeded.ResourceAttachedTags', `A resource carries at most ${MOST_TAGS} tags.`),
  },
  async run({ core, call }, { Resource, ReplaceTags, DeleteTags }) {
    const { id, kind, uin, ...where } = readResource(Resource)
    // What is another account's is not told from what is not there.
    if (uin !== '' && uin !== call.account) throw new Refusal(notFound())
    if (ReplaceTags.length + DeleteTags.length === 0) throw new Refusal(missingParameter('ReplaceTags'))
    checkApart(ReplaceTags, DeleteTags)
    const change = {
      put: ReplaceTags.map(({ TagKey, TagValue }) => ({ key: TagKey, value: TagValue })),
      remove: DeleteTags.map(({ TagKey }) => TagKey),
    }
    const there = { ...call, dialect: where.dialect, region: where.region }
    if (kind === 'disk') await changeDiskTags(core, there, id, { change, limit: MOST_TAGS })
    else {
      const rules = { mode: 'allOrNothing', limit: MOST_TAGS, isAccountWide: where.isAccountWide } as const
      await changeTags(core, there, rules, { resources: [{ kind, id }], change })
    }
    return {}
  },
})

interface Keyed {
  readonly TagKey: string
}

function checkApart(replaced: readonly Keyed[], deleted: readonly Keyed[]): void {
  const keys = new Set(replaced.map(({ TagKey }) => TagKey))
  if (keys.size < replaced.length) {
    const message = 'A tag key is given twice.'
    throw new Refusal(tencentError('InvalidParameterValue.TagKeyDuplicate', message))
  }
  if (!deleted.some(({ TagKey }) => keys.has(TagKey))) return
  const message = 'A tag key stands in both `ReplaceTags` and `DeleteTags`.'
  throw new Refusal(tencentError('InvalidParameterValue.DeleteTagsParamError', message))
}

function notFound() {
  return tencentError('InvalidParameterValue.ResourceIdInvalid', 'The resource does not exist.')
}
