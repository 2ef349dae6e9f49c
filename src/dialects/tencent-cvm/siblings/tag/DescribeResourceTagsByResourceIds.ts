import { hash } from 'node:crypto'
import { z } from 'zod'

import type { Core } from '../../../../core/core.ts'
import type { KeyPairScope } from '../../../../core/key-pairs/key-pair.ts'
import type { ResourceTag } from '../../../../core/tags/store.ts'
import { action } from '../../../kit/action.ts'
import { text } from '../../../kit/params.ts'
import { oneOf } from '../../../kit/tencent/param-checks.ts'
import { listDiskTags } from './disk-tags.ts'
import { isUntagged, kindOf, resourceIds, type TaggedKind, tagPaging } from './resources.ts'

/** More than 50 resources with 50 tags each can have. */
const ALL_OF_THEM = 10_000

/** The tags of some resources of one kind; unknown ids have none. Source: spec/tencent.md §4.3. */
export const DescribeResourceTagsByResourceIds = action({
  name: 'DescribeResourceTagsByResourceIds',
  access: 'read',
  params: z.strictObject({
    ServiceType: text(),
    ResourcePrefix: text(),
    ResourceIds: resourceIds(),
    ResourceRegion: text(),
    Category: oneOf('All', 'Custom', 'System').default('All'),
    ...tagPaging(),
  }),
  async run({ core, call }, { ServiceType, ResourcePrefix, ResourceIds, Offset, Limit, ...params }) {
    const isSystem = params.Category === 'System'
    const owner = isUntagged(ServiceType, ResourcePrefix) ? undefined : kindOf(ServiceType, ResourcePrefix)
    const region = owner?.isAccountWide ? '' : params.ResourceRegion
    const scope = owner && !isSystem ? { ...owner, account: call.account, region } : undefined
    const tags = scope ? await tagsOf(core, scope, new Set(ResourceIds)) : []
    const page = tags.slice(Offset, Offset + Limit)
    const shown = page.map((tag) => presentTag(tag, ServiceType))
    return { TotalCount: tags.length, Offset, Limit, Tags: shown }
  },
})

/** By resource and key. There are no tags but those that callers have put. */
async function tagsOf(
  core: Pick<Core, 'database'>,
  { account, dialect, region, kind }: KeyPairScope & Pick<TaggedKind, 'kind'>,
  ids: ReadonlySet<string>,
): Promise<readonly ResourceTag[]> {
  const scope = { account, dialect, region }
  if (kind === 'disk') return listDiskTags(core, scope, ids)
  const { tags } = await core.database.tags.list(
    { ...scope, kind },
    { resourceIds: [...ids], limit: ALL_OF_THEM },
  )
  return tags
}

function presentTag({ resourceId, key, value }: ResourceTag, service: string) {
  return {
    TagKey: key,
    TagValue: value,
    ResourceId: resourceId,
    TagKeyMd5: hash('md5', key),
    TagValueMd5: hash('md5', value),
    ServiceType: service,
    Category: 'Custom',
  }
}
