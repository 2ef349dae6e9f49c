import type { Call } from '../../core/call.ts'
import type { Core } from '../../core/core.ts'
import { INSTANCE_STATES } from '../../core/instances/instance.ts'
import { type InstancePage, listInstances, readInstances } from '../kit/tencent/list-instances.ts'
import { attributesOf } from './attributes.ts'
import type { Conditions } from './instance-filters.ts'

interface Page {
  readonly offset: number
  readonly limit: number
}

/** Isolated instances first, then newest first. Source: spec/tencent.md §1.11, sort order. */
export async function listIsolatedFirst(
  core: Core,
  call: Call,
  query: Conditions,
  { offset, limit }: Page,
): Promise<InstancePage> {
  const states = query.states ?? INSTANCE_STATES
  const others = states.filter((state) => state !== 'shutdown')
  const none: InstancePage = { rows: [], total: 0 }
  const isolated = states.includes('shutdown')
    ? await listInstances(core, call, { ...query, states: ['shutdown'] }, { offset, limit })
    : none
  const rest = {
    offset: Math.max(0, offset - isolated.total),
    limit: limit - isolated.rows.length,
  }
  const listed =
    others.length > 0 ? await listInstances(core, call, { ...query, states: others }, rest) : none
  return { rows: [...isolated.rows, ...listed.rows], total: isolated.total + listed.total }
}

/** By the time until which they are paid; earliest first unless descending. Source: spec/tencent.md §2.5. */
export async function listByExpiry(
  core: Core,
  call: Call,
  query: Conditions,
  { offset, limit, isDescending }: Page & { readonly isDescending: boolean },
): Promise<InstancePage> {
  const instances = await readInstances(core, call, query)
  const ascending = instances.toSorted(
    (a, b) => Date.parse(attributesOf(a).ExpiredTime) - Date.parse(attributesOf(b).ExpiredTime),
  )
  const rows = isDescending ? ascending.toReversed() : ascending
  return { rows: rows.slice(offset, offset + limit), total: rows.length }
}
