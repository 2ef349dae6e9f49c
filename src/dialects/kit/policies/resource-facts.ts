import type { Call } from '../../../core/call.ts'
import type { Stores } from '../../../core/database.ts'
import type { Instance } from '../../../core/instances/instance.ts'
import { scopeOf } from '../../../core/key-pairs/add.ts'
import type { KeyPairRules } from '../../../core/key-pairs/key-pair.ts'
import type { JudgedResource } from '../../../core/policies/access-request.ts'
import type { Tag } from '../../../core/tags/tag.ts'
import type { AccessTable } from './access-table.ts'
import { accessOf, factsOf, type JudgedName } from './judged-call.ts'
import type { RawParams } from './param-texts.ts'

/** Values of condition keys of a service. */
type KeyValues = Readonly<Record<string, string | readonly string[] | undefined>>

/** How the resources of a call are found. */
export interface LookupRules {
  readonly table: AccessTable
  readonly keyPairs: Pick<KeyPairRules, 'isAccountWide'>
  /** What the names of policies call a key pair by. */
  readonly keyPairsGoBy: 'id' | 'name'
  /** Whose resources the names of a service are; of one that is not listed those of the call's own dialect. */
  readonly homes?: ReadonlyMap<string, ResourceHome>
  /** Condition keys that an instance of the caller's has values for. */
  keysOfInstance?(instance: Instance): KeyValues
  /** Condition keys that have their values from what the call asks for, on resources of the type. */
  keysOfCall?(call: Call, params: RawParams, type: string): KeyValues
}

/** Where resources are kept. */
export interface ResourceHome {
  readonly dialect: string
  readonly keyPairs: Pick<KeyPairRules, 'isAccountWide'>
}

type Facts = Pick<JudgedResource, 'tags' | 'facts'>

/** Ids of the caller's own key pairs, by name; unknown names are absent. */
export async function findKeyPairIds(
  stores: Pick<Stores, 'keyPairs'>,
  call: Call,
  { keyPairs }: LookupRules,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map()
  const found = await stores.keyPairs.findByNames(scopeOf(call, keyPairs), names)
  return new Map(found.map(({ name, id }) => [name, id]))
}

/** What conditions may ask about the resources of a call, of the caller's own account and where their names say. */
export async function loadFacts(
  stores: Pick<Stores, 'instances' | 'keyPairs'>,
  call: Call,
  rules: LookupRules,
  { names, params }: { readonly names: readonly JudgedName[]; readonly params: RawParams },
): Promise<(name: JudgedName) => Facts> {
  const access = accessOf(rules.table, call.action)
  const known = await findKnown(stores, call, rules, names)
  return (name) => {
    const { instance, tags } = known.get(name.text) ?? {}
    const asked = rules.keysOfCall?.(call, params, name.type) ?? {}
    const own = instance ? rules.keysOfInstance?.(instance) : {}
    return { ...(tags ? { tags } : {}), facts: factsOf(access, { ...asked, ...own }) }
  }
}

interface Known {
  readonly instance?: Instance
  readonly tags: readonly Tag[]
}

/** What there is of the resources, by their whole names. */
async function findKnown(
  stores: Pick<Stores, 'instances' | 'keyPairs'>,
  call: Call,
  rules: LookupRules,
  names: readonly JudgedName[],
): Promise<ReadonlyMap<string, Known>> {
  const byPlace = Map.groupBy(names, ({ fields: [service, region] }) => `${service} ${region}`)
  const found = await Promise.all(
    Array.from(byPlace.values(), ([first, ...rest]) => {
      const [service = '', region = ''] = first?.fields ?? []
      const { dialect = call.dialect, keyPairs = rules.keyPairs } = rules.homes?.get(service) ?? {}
      const local = { ...rules, keyPairs }
      return findThere(stores, { ...call, dialect, region }, local, first ? [first, ...rest] : rest)
    }),
  )
  return new Map(found.flat())
}

async function findThere(
  stores: Pick<Stores, 'instances' | 'keyPairs'>,
  call: Call,
  rules: LookupRules,
  names: readonly JudgedName[],
): Promise<readonly (readonly [string, Known])[]> {
  const { account, dialect, region } = call
  const [instances, keyPairs] = await Promise.all([
    findSome(idsOf(names, 'instance'), (ids) =>
      stores.instances.findByIds({ account, dialect, region }, ids),
    ),
    findSome(idsOf(names, 'keypair'), (ids) => findKeyPairs(stores, call, rules, ids)),
  ])
  const instancesById = new Map(instances.map((instance) => [instance.id, { instance, tags: instance.tags }]))
  const pairs = new Map(
    keyPairs.map(({ id, name, tags }) => [rules.keyPairsGoBy === 'id' ? id : name, { tags }]),
  )
  return names.flatMap(({ type, id = '', text }) => {
    const known = type === 'instance' ? instancesById.get(id) : type === 'keypair' ? pairs.get(id) : undefined
    return known ? [[text, known] as const] : []
  })
}

function findKeyPairs(
  { keyPairs }: Pick<Stores, 'keyPairs'>,
  call: Call,
  rules: LookupRules,
  names: readonly string[],
) {
  const scope = scopeOf(call, rules.keyPairs)
  return rules.keyPairsGoBy === 'id' ? keyPairs.findByIds(scope, names) : keyPairs.findByNames(scope, names)
}

function idsOf(names: readonly JudgedName[], wanted: string): readonly string[] {
  return names.flatMap(({ type, id }) => (type === wanted && id !== undefined ? [id] : []))
}

async function findSome<Found>(
  ids: readonly string[],
  find: (ids: readonly string[]) => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  return ids.length === 0 ? [] : find(ids)
}
