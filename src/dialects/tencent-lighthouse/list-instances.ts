import type { Call } from '../../core/call.ts'
import type { NumberedPage } from '../../core/continued-pages.ts'
import type { Core } from '../../core/core.ts'
import { INSTANCE_STATES } from '../../core/instances/instance.ts'
import { listInstances } from '../../core/instances/list.ts'
import { readAllInstances } from '../../core/instances/read-all.ts'
import type { Position } from '../../core/page.ts'
import { type InstancePage, oldestFirst } from '../kit/tencent/list-instances.ts'
import { pageOf } from '../kit/page-of.ts'
import { attributesOf } from './attributes.ts'
import type { Conditions } from './instance-filters.ts'

/**
 * Isolated instances first, then newest first. Read in one transaction: an instance that is isolated between the two
 * lists would be in neither. Source: spec/tencent.md §1.11, sort order.
 */
export function listIsolatedFirst(
  core: Core,
  call: Call,
  query: Conditions,
  asked: NumberedPage,
): Promise<InstancePage> {
  const states = query.states ?? INSTANCE_STATES
  const others = states.filter((state) => state !== 'shutdown')
  const none: InstancePage = { rows: [], total: 0 }
  const { region } = call
  return core.database.snapshot(async (database) => {
    const stores = { database, pages: core.pages }
    const isolated = states.includes('shutdown')
      ? await listInstances(stores, call, { ...query, region, states: ['shutdown'], page: asked }, asked)
      : none
    // Isolated ones that went between two pages still count here, so the others begin where the isolated ones ended.
    const page = {
      offset: Math.max(0, asked.offset - isolated.total),
      limit: asked.limit - isolated.rows.length,
    }
    const listed =
      others.length > 0
        ? await listInstances(stores, call, { ...query, region, states: others, page }, asked)
        : none
    return { rows: [...isolated.rows, ...listed.rows], total: isolated.total + listed.total }
  })
}

/** By the time until which they are paid; earliest first unless descending. Source: spec/tencent.md §2.5. */
export async function listByExpiry(
  core: Core,
  call: Call,
  query: Conditions,
  { offset, limit, isDescending }: NumberedPage & { readonly isDescending: boolean },
): Promise<InstancePage> {
  const instances = await readAllInstances(core, call, query)
  // The place in this list is by expiry, not by creation.
  const placed = instances.map((instance) => ({
    ...{ instance, id: instance.id },
    createdAtMs: Date.parse(attributesOf(instance).ExpiredTime),
  }))
  const compare = (a: Position, b: Position) => (isDescending ? -1 : 1) * oldestFirst(a, b)
  const rows = placed.toSorted(compare)
  const named = { query: { ...query, isDescending }, page: { offset, limit } }
  const listed = await core.pages.read(call, named, (page) => Promise.resolve(pageOf(rows, page, compare)))
  return { rows: listed.rows.map(({ instance }) => instance), total: listed.total }
}
