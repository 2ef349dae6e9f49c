import { z } from 'zod'

import {
  type TagChange,
  type TaggedReference,
  type TagOutcome,
  type TagRules,
  changeTags,
} from '../../core/tags/change-tags.ts'
import type { ActionContext } from '../kit/action.ts'
import { toWireError } from '../kit/fault-table.ts'
import { tagToken, writeTagToken } from '../kit/page-tokens.ts'
import { states, text } from '../kit/params.ts'
import { Refusal } from '../kit/wire-error.ts'
import { malformed, notFound } from './errors.ts'
import { faults } from './faults.ts'
import { presentItemError } from './operation-details.ts'
import { given, list, maxResults, newTags, requiredList, tagFilters } from './wire-types.ts'

/** Resources that can carry tags; images are the cloud's own here, which nobody can tag. */
const KINDS = { keypair: 'keyPair', instance: 'instance', image: undefined } as const

type ResourceType = keyof typeof KINDS

/** How many resources one call takes. Unverified. */
const MOST_RESOURCES = 100

/** Source: spec/volcengine.md §2.1, as many as a new resource may have; unverified. */
const TAG_LIMIT = 20

const tagRules = { isAccountWide: false, limit: TAG_LIMIT } as const satisfies Omit<TagRules, 'mode'>

/** Unverified: the refusal of a type that is none. Source: spec/volcengine.md §2.14. */
function resourceType() {
  return given(
    text()
      .refine(
        (type) => Object.hasOwn(KINDS, type),
        states({ kind: 'malformed', refusal: malformed('ResourceType') }),
      )
      // The check lets no other text through.
      .transform((type) => type as ResourceType),
  )
}

/** The resources that a call changes the tags of. */
export const taggedParams = { ResourceType: resourceType(), ResourceIds: requiredList(MOST_RESOURCES) }

/** `Tags.N`, at least one. */
export function requiredTags() {
  return z
    .unknown()
    .refine((tags) => tags !== undefined && tags !== '', states({ kind: 'missing' }))
    .pipe(newTags())
}

/** `TagKeys.N`, at least one. */
export function tagKeys() {
  return requiredList(TAG_LIMIT)
}

interface Resources {
  readonly ResourceType: ResourceType
  readonly ResourceIds: readonly string[]
}

/** Each resource for itself. Source: spec/volcengine.md §1.13, §2.14. */
export async function changeEach(
  context: ActionContext,
  { ResourceType, ResourceIds }: Resources,
  change: TagChange,
): Promise<{ readonly OperationDetails: readonly ReturnType<typeof detailOf>[] }> {
  const kind = KINDS[ResourceType]
  const ids = [...new Set(ResourceIds)]
  if (!kind) return { OperationDetails: ids.map((id) => detailOf(id, notFound('Image', 'image'))) }
  const outcomes = await changed(context, { ids, kind, mode: 'perResource' }, change)
  return {
    OperationDetails: outcomes.map(({ reference, fault }, place) => {
      const id = 'id' in reference ? reference.id : (ids[place] ?? '')
      return detailOf(id, fault && toWireError(fault, faults))
    }),
  }
}

/** All resources or none. Source: spec/volcengine.md §2.14. */
export async function changeAll(
  context: ActionContext,
  { ResourceType, ResourceIds }: Resources,
  change: TagChange,
): Promise<{ readonly RequestId: string }> {
  const kind = KINDS[ResourceType]
  if (!kind) throw new Refusal(notFound('Image', 'image'))
  await changed(context, { ids: [...new Set(ResourceIds)], kind, mode: 'allOrNothing' }, change)
  return { RequestId: context.call.requestId }
}

function detailOf(ResourceId: string, error: Parameters<typeof presentItemError>[0]) {
  return { ResourceId, Error: presentItemError(error) }
}

function changed(
  { core, call }: ActionContext,
  request: Pick<TagRules, 'mode'> & {
    readonly ids: readonly string[]
    readonly kind: TaggedReference['kind']
  },
  change: TagChange,
): Promise<readonly TagOutcome[]> {
  const { kind, mode } = request
  const resources = request.ids.map((id): TaggedReference => ({ kind, id }))
  return changeTags(core, call, { ...tagRules, mode }, { resources, change })
}

/** Unverified: how many rows a page has. Source: spec/volcengine.md §2.14. */
const listing = {
  ResourceType: resourceType(),
  TagFilters: tagFilters(),
  NextToken: given(tagToken().optional()),
  MaxResults: maxResults({ byDefault: 10, max: 100 }),
}

export const anyTags = z.object({ ...listing, ResourceIds: list(MOST_RESOURCES) })
export const tagsOfResources = z.object({ ...listing, ResourceIds: requiredList(MOST_RESOURCES) })

export interface ShownTag {
  readonly ResourceId: string
  readonly ResourceType: string
  readonly TagKey: string
  readonly TagValue: string
}

/** Lists tags by resource, then by key; what is unknown is simply not there. Source: spec/volcengine.md §2.14. */
export async function listTags(
  { core, call }: ActionContext,
  { ResourceType, ResourceIds, ...params }: z.output<typeof anyTags>,
): Promise<{ readonly TagResources: readonly ShownTag[]; readonly NextToken: string }> {
  const kind = KINDS[ResourceType]
  if (!kind) return { TagResources: [], NextToken: '' }
  const { account, dialect, region } = call
  const { tags, next } = await core.database.tags.list(
    { account, dialect, region, kind },
    {
      ...(ResourceIds ? { resourceIds: ResourceIds } : {}),
      filters: params.TagFilters,
      limit: params.MaxResults,
      after: params.NextToken,
    },
  )
  return {
    TagResources: tags.map(({ resourceId, key, value }) => ({
      ...{ ResourceId: resourceId, ResourceType, TagKey: key, TagValue: value },
    })),
    NextToken: writeTagToken(next),
  }
}
