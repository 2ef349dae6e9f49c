import type { Call } from '../../core/call.ts'
import type { Core } from '../../core/core.ts'
import {
  changeTags,
  type TagChange,
  type TaggedReference,
  type TagRules,
} from '../../core/tags/change-tags.ts'
import type { ActionContext } from '../kit/action.ts'
import type { FaultTable } from '../kit/fault-table.ts'
import { states, text } from '../kit/params.ts'
import { Refusal, type WireError } from '../kit/wire-error.ts'
import { row } from './errors.ts'
import { findKeyPairsByText } from './key-pair-texts.ts'
import { upTo } from './wire-types.ts'

/** Types that exist here, and what they are in the core. */
const KINDS = new Map<string, FoundResource['kind']>([
  ['instance', 'instance'],
  ['keypair', 'keyPair'],
])

/** Types that can carry tags; nothing of most of them exists here. Source: spec/alibaba.md §2.11. */
const TYPES: ReadonlySet<string> = new Set([
  ...KINDS.keys(),
  ...['disk', 'image', 'snapshot', 'securitygroup', 'volume', 'eni', 'ddh', 'ddhcluster', 'launchtemplate'],
  ...['reservedinstance', 'snapshotpolicy', 'elasticityassurance', 'capacityreservation', 'command'],
  ...['invocation', 'activation', 'managedinstance'],
])

const MOST_RESOURCES = 50
const MOST_TAGS = 20
const tagRules: TagRules = { isAccountWide: false, mode: 'allOrNothing', limit: MOST_TAGS }

/** Refusals of the tag actions. Source: spec/alibaba.md §2.11. */
export const tagErrors = {
  tooManyResources: row(
    400,
    'NumberExceed.ResourceIds',
    "The ResourceIds parameter's number is exceed , Valid : 50",
  ),
  tooManyTags: row(400, 'NumberExceed.Tags', "The Tags parameter's number is exceed , Valid : 20"),
  resourceNotFound: row(
    404,
    'InvalidResourceId.NotFound',
    'The specified ResourceIds are not found in our records.',
  ),
  typeNotFound: row(
    404,
    'InvalidResourceType.NotFound',
    'The ResourceType provided does not exist in our records.',
  ),
  // Unverified: text; the spec has the code only.
  quota: row(
    400,
    'OperationDenied.QuotaExceed',
    'The number of tags on the specified resource exceeds the limit of 20.',
  ),
  // Unverified: text; the spec has the code only.
  valueWithoutKey: row(400, 'InvalidParameter.TagValue', 'The specified parameter Tag.N.Value is not valid.'),
}

/** What the core refuses is about a resource or the number of its tags. Source: spec/alibaba.md §2.11. */
export const tagFaults: Partial<FaultTable> = {
  keyPairNotFound: () => tagErrors.resourceNotFound,
  instanceNotFound: () => tagErrors.resourceNotFound,
  quotaExceeded: () => tagErrors.quota,
}

/** The tag actions' own refusal of what is left out. Source: spec/alibaba.md §2.11. */
function shouldNotBeNull(name: 'ResourceIds' | 'ResourceType' | 'Tags' | 'RegionId'): WireError {
  return row(404, `MissingParameter.${name}`, `The parameter - ${name} should not be null`)
}

/** Text that has to be given. */
function given(refusal: WireError) {
  return text()
    .default('')
    .refine((value) => value !== '', states({ kind: 'missing', refusal }))
}

/** Known types only, and case matters. */
export function resourceType(refusal = shouldNotBeNull('ResourceType')) {
  return given(refusal).refine(
    (type) => type === '' || TYPES.has(type),
    states({ kind: 'malformed', refusal: tagErrors.typeNotFound }),
  )
}

/** `ResourceId.N`, at most 50. */
export function resourceIds() {
  return upTo(MOST_RESOURCES, text(), tagErrors.tooManyResources).default([])
}

/** The resources that a call changes the tags of. */
export const taggedParams = {
  RegionId: given(shouldNotBeNull('RegionId')),
  ResourceType: resourceType(),
  ResourceId: resourceIds().refine((ids) => ids.length > 0, missing('ResourceIds')),
}

/** For a list that may not be empty. */
export function missing(name: Parameters<typeof shouldNotBeNull>[0]) {
  return states({ kind: 'missing', refusal: shouldNotBeNull(name) })
}

interface NamedResources {
  readonly ResourceType: string
  readonly ResourceId: readonly string[]
}

/** Changes the tags of all the resources or of none. */
export async function changeTagsOf(
  { core, call }: ActionContext,
  named: NamedResources,
  change: TagChange,
): Promise<void> {
  const { found, unknown } = await findResources(core, call, named)
  if (unknown.length > 0) throw new Refusal(tagErrors.resourceNotFound)
  const resources = found.map(({ kind, id }): TaggedReference => ({ kind, id }))
  await changeTags(core, call, tagRules, { resources, change })
}

/** A resource of the call's region, by its id in the core. */
export interface FoundResource {
  readonly kind: 'instance' | 'keyPair'
  readonly id: string
}

/** The resources that these texts name, each once: instances by id, key pairs by name or id. */
export async function findResources(
  { database }: Pick<Core, 'database'>,
  call: Call,
  { ResourceType, ResourceId }: NamedResources,
): Promise<{ readonly found: readonly FoundResource[]; readonly unknown: readonly string[] }> {
  const kind = KINDS.get(ResourceType)
  const ids = new Map<string, string>()
  if (kind === 'keyPair') {
    for (const [text, { id }] of await findKeyPairsByText(database, call, ResourceId)) ids.set(text, id)
  } else if (kind === 'instance') {
    const { account, dialect, region } = call
    const instances = await database.instances.findByIds({ account, dialect, region }, ResourceId)
    for (const { id } of instances) ids.set(id, id)
  }
  const found = new Map<string, FoundResource>()
  for (const text of ResourceId) {
    const id = ids.get(text)
    if (id !== undefined && kind) found.set(id, { kind, id })
  }
  return { found: [...found.values()], unknown: ResourceId.filter((text) => !ids.has(text)) }
}

/** What a type is in the core; undefined for what does not exist here. */
export function kindOf(type: string): FoundResource['kind'] | undefined {
  return KINDS.get(type)
}
