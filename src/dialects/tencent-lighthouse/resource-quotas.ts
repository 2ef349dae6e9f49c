import type { Call } from '../../core/call.ts'
import type { Core } from '../../core/core.ts'
import { scopeOf } from '../../core/key-pairs/add.ts'
import { type BundleKind, BUNDLES } from './bundles.catalog.ts'
import { keyPairRules } from './rules.ts'

/**
 * Instances of one kind of bundle in a region. Unverified: on the real service it depends on the account (the
 * documented example has 10); a stand-in is also used under load.
 */
const MOST_INSTANCES = 10_000

/** Of what nothing can be made here. Unverified. */
const MOST_OTHERS = 10

/** Bundles that the instances of a quota have; empty: none that is offered here. Names: the official SDK, as of 2026-11. */
const KINDS_OF_INSTANCES: ReadonlyMap<string, BundleKind | undefined> = new Map([
  ['GENERAL_BUNDLE_INSTANCE', 'GENERAL_BUNDLE'],
  ['STORAGE_BUNDLE_INSTANCE', 'STORAGE_BUNDLE'],
  ['ENTERPRISE_BUNDLE_INSTANCE', 'ENTERPRISE_BUNDLE'],
  ['EXCLUSIVE_BUNDLE_INSTANCE', 'EXCLUSIVE_BUNDLE'],
  ['BEFAST_BUNDLE_INSTANCE', 'BEFAST_BUNDLE'],
  ['STARTER_BUNDLE_INSTANCE', 'STARTER_BUNDLE'],
  ['CAREFREE_BUNDLE_INSTANCE', 'CAREFREE_BUNDLE'],
  ['RAZOR_SPEED_BUNDLE_INSTANCE', 'RAZOR_SPEED_BUNDLE'],
  ['HK_EXCLUSIVE_BUNDLE_INSTANCE', undefined],
  ['EXCLUSIVE_BUNDLE_02_INSTANCE', undefined],
  ['NEWCOMER_BUNDLE_INSTANCE', undefined],
  ['GAME_PORTAL_BUNDLE_INSTANCE', undefined],
  ['ECONOMY_BUNDLE_INSTANCE', undefined],
  ['BUDGET_BUNDLE_INSTANCE', undefined],
  ['BANDWIDTH_BUNDLE_INSTANCE', undefined],
])

const OTHERS: readonly string[] = ['SNAPSHOT', 'BLUEPRINT', 'FREE_BLUEPRINT', 'DATA_DISK']

const KEY_PAIRS = 'USER_KEY_PAIR'

/** `ResourceNames` of DescribeGeneralResourceQuotas. */
export function isQuotaName(name: string): boolean {
  return name === KEY_PAIRS || KINDS_OF_INSTANCES.has(name) || OTHERS.includes(name)
}

export interface Quota {
  readonly total: number
  readonly used: number
}

/** How much of a resource the caller has in the region, and may have. */
export async function readQuota(core: Core, call: Call, name: string): Promise<Quota> {
  if (name === KEY_PAIRS) {
    const { isAccountWide, limit } = keyPairRules(core.ids)
    return { total: limit, used: await core.database.keyPairs.count(scopeOf(call, { isAccountWide })) }
  }
  if (!KINDS_OF_INSTANCES.has(name)) return { total: MOST_OTHERS, used: 0 }
  const kind = KINDS_OF_INSTANCES.get(name)
  if (!kind) return { total: MOST_INSTANCES, used: 0 }
  const { types, limit } = quotaOf(kind)
  if (types.length === 0) return { total: limit, used: 0 }
  const page = { limit: 1, offset: 0 }
  const { total: used } = await core.database.instances.list(call, { region: call.region, types, page })
  return { total: limit, used }
}

/** Most instances of a kind of bundle; CreateInstances keeps to it. */
export function quotaOf(kind: BundleKind): { readonly types: readonly string[]; readonly limit: number } {
  const types = BUNDLES.filter((bundle) => bundle.kind === kind).map(({ id }) => id)
  return { types, limit: MOST_INSTANCES }
}
