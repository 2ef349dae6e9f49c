import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import type { Stores } from '../database.ts'
import type { Listed, Position } from '../page.ts'
import type { Instance } from './instance.ts'
import type { InstanceQuery } from './store.ts'

const ROWS_AT_ONCE = 500

/**
 * All of the caller's instances of the call's region that match, newest first; with `after` only those behind it. It
 * reads every match: for lists that are derived from instances, and filters that the store does not know. They are of one
 * instant, however many there are.
 */
export async function readAllInstances(
  { database }: Pick<Core, 'database'>,
  call: Call,
  query: Omit<InstanceQuery, 'region' | 'page'> = {},
  after?: Position,
): Promise<readonly Instance[]> {
  const read = ({ instances }: Pick<Stores, 'instances'>, last: Position | undefined) =>
    instances.list(call, { ...query, region: call.region, page: { limit: ROWS_AT_ONCE, after: last } })
  const first = await read(database, after)
  return first.next
    ? database.snapshot((stores) => readPages((last) => read(stores, last), after))
    : first.rows
}

async function readPages(
  read: (after: Position | undefined) => Promise<Listed<Instance>>,
  after: Position | undefined,
): Promise<readonly Instance[]> {
  const found: Instance[] = []
  let last = after
  do {
    const { rows, next } = await read(last)
    found.push(...rows)
    last = next
  } while (last)
  return found
}
