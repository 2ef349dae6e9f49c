import { hash } from 'node:crypto'
import { z } from 'zod'

import type { ResourceTag } from '../../../../core/tags/store.ts'
import { action } from '../../../kit/action.ts'
import { text } from '../../../kit/params.ts'
import { oneOf } from '../../../kit/tencent/param-checks.ts'
import { kindOf, resourceIds, tagPaging } from './resources.ts'

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
    const { dialect, kind, isAccountWide } = kindOf(ServiceType, ResourcePrefix)
    const scope = { account: call.account, dialect, kind, region: isAccountWide ? '' : params.ResourceRegion }
    // There are no tags but those that callers have put.
    const { tags } =
      params.Category === 'System'
        ? { tags: [] }
        : await core.database.tags.list(scope, { resourceIds: ResourceIds, limit: ALL_OF_THEM })
    const page = tags.slice(Offset, Offset + Limit)
    const shown = page.map((tag) => presentTag(tag, ServiceType))
    return { TotalCount: tags.length, Offset, Limit, Tags: shown }
  },
})

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
