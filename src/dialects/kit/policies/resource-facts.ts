import type { Call } from '../../../core/call.ts'
import type { Stores } from '../../../core/database.ts'
import type { Instance } from '../../../core/instances/instance.ts'
import { scopeOf } from '../../../core/key-pairs/add.ts'
import type { KeyPairRules } from '../../../core/key-pairs/key-pair.ts'
import type { JudgedResource } from '../../../core/policies/access-request.ts'
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
  /** Condition keys that an instance of the caller's has values for. */
  keysOfInstance?(instance: Instance): KeyValues
  /** Condition keys that have their values from what the call asks for, on resources of the type. */
  keysOfCall?(call: Call, params: RawParams, type: string): KeyValues
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

/** What conditions may ask about the resources of a call: of the caller's own account and the call's region. */
export async function loadFacts(
  stores: Pick<Stores, 'instances' | 'keyPairs'>,
  call: Call,
  rules: LookupRules,
  { names, params }: { readonly names: readonly JudgedName[]; readonly params: RawParams },
): Promise<(name: JudgedName) => Facts> {
  const { account, dialect, region } = call
  const [instances, keyPairs] = await Promise.all([
    findSome(idsOf(names, 'instance'), (ids) =>
      stores.instances.findByIds({ account, dialect, region }, ids),
    ),
    findSome(idsOf(names, 'keypair'), (ids) => findKeyPairs(stores, call, rules, ids)),
  ])
  const access = accessOf(rules.table, call.action)
  const asked = (type: string) => rules.keysOfCall?.(call, params, type) ?? {}
  const instancesById = new Map(instances.map((instance) => [instance.id, instance]))
  const tagsOfPair = new Map(
    keyPairs.map(({ id, name, tags }) => [rules.keyPairsGoBy === 'id' ? id : name, tags]),
  )
  return ({ type, id = '' }) => {
    const instance = type === 'instance' ? instancesById.get(id) : undefined
    const tags = type === 'keypair' ? tagsOfPair.get(id) : instance?.tags
    const own = instance ? rules.keysOfInstance?.(instance) : {}
    return { ...(tags ? { tags } : {}), facts: factsOf(access, { ...asked(type), ...own }) }
  }
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
