import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import type { Position } from '../page.ts'
import type { Instance } from './instance.ts'
import type { InstanceQuery } from './store.ts'

const ROWS_AT_ONCE = 500

/**
 * All of the caller's instances of the call's region that match, newest first; with `after` only those behind it. It
 * reads every match: for lists that are derived from instances, and filters that the store does not know.
 */
export async function readAllInstances(
  { database }: Pick<Core, 'database'>,
  call: Call,
  query: Omit<InstanceQuery, 'region' | 'page'> = {},
  after?: Position,
): Promise<readonly Instance[]> {
  const found: Instance[] = []
  let last = after
  do {
    const page = { limit: ROWS_AT_ONCE, after: last }
    const { rows, next } = await database.instances.list(call, { ...query, region: call.region, page })
    found.push(...rows)
    last = next
  } while (last)
  return found
}
