import { action } from '../../kit/action.ts'
import { writeTagToken } from '../../kit/page-tokens.ts'
import { findResources, type FoundResource, kindOf } from '../tag-call.ts'
import { tagListParams } from '../tag-list-params.ts'
import type { Call } from '../../../core/call.ts'
import type { Core } from '../../../core/core.ts'
import type { ResourceTag } from '../../../core/tags/store.ts'

/** Unverified: tags of a page. Source: spec/alibaba.md §1.11, §5 U19. */
const PAGE = 50

/**
 * Lists the tags of resources that are named or that have the given tags; what is unknown is not there. A key pair is
 * shown by its name. Source: spec/alibaba.md §2.11.
 */
export const ListTagResources = action({
  name: 'ListTagResources',
  access: 'list',
  params: tagListParams,
  async run({ core, call }, { NextToken, ...params }) {
    const { ResourceType, ResourceId } = params
    const kind = kindOf(ResourceType)
    const { found } = await findResources(core, call, params)
    const isEmpty = !kind || (ResourceId.length > 0 && found.length === 0)
    if (isEmpty) return { NextToken: '', TagResources: { TagResource: [] } }
    const { account, dialect, region } = call
    const { tags, next } = await core.database.tags.list(
      { account, dialect, region, kind },
      {
        ...(ResourceId.length > 0 ? { resourceIds: found.map(({ id }) => id) } : {}),
        filters: [...params.Tag, ...params.TagFilter],
        limit: PAGE,
        after: NextToken,
      },
    )
    const shownIds = await shownIdsOf(core, call, { kind, tags })
    const rows = tags.map(({ resourceId, key, value }) => ({
      ...{ ResourceId: shownIds.get(resourceId) ?? resourceId, ResourceType, TagKey: key, TagValue: value },
    }))
    return { NextToken: writeTagToken(next), TagResources: { TagResource: rows } }
  },
})

/** Key pairs go by their names on the wire. */
async function shownIdsOf(
  { database }: Pick<Core, 'database'>,
  { account, dialect, region }: Call,
  { kind, tags }: { readonly kind: FoundResource['kind']; readonly tags: readonly ResourceTag[] },
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(tags.map(({ resourceId }) => resourceId))]
  if (kind === 'instance' || ids.length === 0) return new Map()
  const pairs = await database.keyPairs.findByIds({ account, dialect, region }, ids)
  return new Map(pairs.map(({ id, name }) => [id, name]))
}
