import type { Call } from '../../../core/call.ts'
import type { NumberedPage } from '../../../core/continued-pages.ts'
import type { Core } from '../../../core/core.ts'
import type { Instance } from '../../../core/instances/instance.ts'
import { listInstances as listOfCore } from '../../../core/instances/list.ts'
import { readAllInstances } from '../../../core/instances/read-all.ts'
import type { InstanceQuery } from '../../../core/instances/store.ts'
import type { Position } from '../../../core/page.ts'
import { pageOf } from '../page-of.ts'

/** One page of a list and the number of all matches. */
export interface InstancePage {
  readonly rows: readonly Instance[]
  readonly total: number
}

/** A condition that only the dialect can read in an instance. */
export interface ReadCondition {
  /** Tells lists apart in which the caller pages. */
  readonly name: object
  isMatch(this: void, instance: Instance): boolean
}

/**
 * The caller's instances, newest first. With a condition every row that matches `query` is read, so it is passed for
 * the rare filters that need it and never else.
 */
export async function listInstances(
  core: Core,
  call: Call,
  query: Omit<InstanceQuery, 'region' | 'page'>,
  { offset, limit, asked, condition }: NumberedPage & { asked?: NumberedPage; condition?: ReadCondition },
): Promise<InstancePage> {
  const page = { offset, limit }
  if (!condition) return listOfCore(core, call, { ...query, region: call.region, page }, asked)
  const rows = (await readAllInstances(core, call, query)).filter(condition.isMatch)
  const named = { query: { ...query, condition: condition.name }, page, asked }
  return core.pages.read(call, named, (page) => Promise.resolve(pageOf(rows, page, newestFirst)))
}

function newestFirst(a: Position, b: Position): number {
  return -oldestFirst(a, b)
}

/** 0 only for one row and itself. */
export function oldestFirst(a: Position, b: Position): number {
  if (a.createdAtMs !== b.createdAtMs) return a.createdAtMs - b.createdAtMs
  return Number(a.id > b.id) - Number(a.id < b.id)
}
