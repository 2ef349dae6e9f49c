import type { Call } from '../../../core/call.ts'
import type { Core } from '../../../core/core.ts'
import type { Instance } from '../../../core/instances/instance.ts'
import type { InstanceQuery } from '../../../core/instances/store.ts'
import type { Position } from '../../../core/page.ts'

/** One page of a list and the number of all matches. */
export interface InstancePage {
  readonly rows: readonly Instance[]
  readonly total: number
}

const ROWS_AT_ONCE = 500

/**
 * The caller's instances, newest first. `isMatch` is for what only the dialect can read in an instance: with it
 * every row that matches `query` is read, so it is passed for the rare filters that need it and never else.
 */
export async function listInstances(
  core: Core,
  call: Call,
  query: Omit<InstanceQuery, 'region' | 'page'>,
  { offset, limit, isMatch }: { offset: number; limit: number; isMatch?: (instance: Instance) => boolean },
): Promise<InstancePage> {
  if (!isMatch) {
    const page = { offset, limit }
    return core.database.instances.list(call, { ...query, region: call.region, page })
  }
  const rows = (await readInstances(core, call, query)).filter(isMatch)
  return { rows: rows.slice(offset, offset + limit), total: rows.length }
}

/** All of the caller's instances that match, newest first. */
export async function readInstances(
  core: Core,
  call: Call,
  query: Omit<InstanceQuery, 'region' | 'page'>,
): Promise<readonly Instance[]> {
  const rows: Instance[] = []
  let after: Position | undefined
  do {
    const page = { limit: ROWS_AT_ONCE, after }
    const listed = await core.database.instances.list(call, { ...query, region: call.region, page })
    rows.push(...listed.rows)
    after = listed.next
  } while (after)
  return rows
}
