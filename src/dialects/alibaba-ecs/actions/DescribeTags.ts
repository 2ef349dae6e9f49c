import { z } from 'zod'

import type { ResourceTag, TagPosition } from '../../../core/tags/store.ts'
import { type ActionContext, action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { text } from '../../kit/params.ts'
import { numberedPage } from '../numbered-page.ts'
import { findResources, kindOf, resourceType } from '../tag-call.ts'
import { pageNumber, pageSize, tagFilters } from '../wire-types.ts'

const TAGS_AT_ONCE = 500

const params = z.object({
  RegionId: text(),
  ResourceType: resourceType().optional(),
  ResourceId: text().optional(),
  Tag: tagFilters(),
  PageNumber: pageNumber().default(1),
  PageSize: pageSize(100).default(50),
  Category: ignored(),
})

type Filters = z.output<typeof params>

/**
 * Lists which tags are in use, each with the number of resources that have it. The Terraform provider asks for the tags
 * of images, which have none. Source: reference page of DescribeTags.
 */
export const DescribeTags = action({
  name: 'DescribeTags',
  access: 'get',
  params,
  async run(context, filters) {
    const counts = {
      instance: await tagsOf(context, 'instance', filters),
      keyPair: await tagsOf(context, 'keypair', filters),
    }
    const { rows, page } = numberedPage(countedTags(counts), filters)
    return { ...page, Tags: { Tag: rows } }
  },
})

/** The tags of the resources of one type that are asked for. */
async function tagsOf(
  { core, call }: ActionContext,
  type: 'instance' | 'keypair',
  { ResourceType = type, ResourceId, Tag }: Filters,
): Promise<readonly ResourceTag[]> {
  const kind = kindOf(type)
  if (ResourceType !== type || !kind) return []
  const named = { ResourceType: type, ResourceId: ResourceId === undefined ? [] : [ResourceId] }
  const { found } = await findResources(core, call, named)
  if (ResourceId !== undefined && found.length === 0) return []
  const resourceIds = ResourceId === undefined ? {} : { resourceIds: found.map(({ id }) => id) }
  const { account, dialect, region } = call
  const all: ResourceTag[] = []
  let after: TagPosition | undefined
  do {
    const query = { ...resourceIds, filters: [], limit: TAGS_AT_ONCE, after }
    const { tags, next } = await core.database.tags.list({ account, dialect, region, kind }, query)
    all.push(...tags.filter((tag) => isMatch(tag, Tag)))
    after = next
  } while (after)
  return all
}

/** Whether one of the tags that are asked for is meant; they choose tags here, not resources. */
function isMatch({ key, value }: ResourceTag, asked: Filters['Tag']): boolean {
  const isMeant = (tag: Filters['Tag'][number]) =>
    (tag.key === undefined || tag.key === key) && (tag.values.length === 0 || tag.values.includes(value))
  return asked.length === 0 || asked.some(isMeant)
}

/** Types whose resources carry no tags of their own here. */
const NONE = {
  ...{ Disk: 0, Volume: 0, Image: 0, Snapshot: 0, SnapshotPolicy: 0, Securitygroup: 0, Eni: 0, Ddh: 0 },
  ...{ LaunchTemplate: 0, ReservedInstance: 0 },
}

/** By key, then by value. */
function countedTags(tags: Readonly<Record<'instance' | 'keyPair', readonly ResourceTag[]>>) {
  const rows = new Map<string, { TagKey: string; TagValue: string; Instance: number; KeyPair: number }>()
  for (const kind of ['instance', 'keyPair'] as const) {
    for (const { key, value } of tags[kind]) {
      const name = JSON.stringify([key, value])
      const row = rows.get(name) ?? { TagKey: key, TagValue: value, Instance: 0, KeyPair: 0 }
      const counted = kind === 'instance' ? { Instance: row.Instance + 1 } : { KeyPair: row.KeyPair + 1 }
      rows.set(name, { ...row, ...counted })
    }
  }
  const sorted = [...rows].sort(([one], [other]) => (one < other ? -1 : 1))
  return sorted.map(([, { TagKey, TagValue, ...counts }]) => ({
    ...{ TagKey, TagValue },
    ResourceTypeCount: { ...NONE, ...counts },
  }))
}
