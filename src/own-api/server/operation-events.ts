import { setTimeout as pause } from 'node:timers/promises'

import type { Operation } from '../../core/operations/operation.ts'
import type { OperationStore, OperationWalk } from '../../core/operations/store.ts'

/** Between two looks at one row by its key, and two at the newest rows. */
const LOOK_MS = 50
const LOOK_AT_ALL_MS = 500
/** Operations that begin between two looks and are told; of more the newest. */
const MOST_AT_ONCE = 500
/** Of so many the oldest is known in most looks: then so are all before it. */
const FEW = 20
/** What is committed late may be among known ones: every so many looks all are looked at. */
const LOOKS_AT_FEW = 10

type Store = Pick<OperationStore, 'find' | 'walk'>

/** An operation whenever it has got on, until it has ended or the listener has gone. */
export async function* followOne(
  store: Store,
  first: Operation,
  gone: AbortSignal,
): AsyncGenerator<Operation, void, undefined> {
  let known: Operation | undefined = first
  let shown = ''
  while (known && !gone.aborted) {
    const now = stateOf(known)
    if (now !== shown) yield known
    shown = now
    if (known.outcome !== 'running') return
    if (!(await paused(LOOK_MS, gone))) return
    known = await store.find(first.id)
  }
}

/**
 * What runs, and then each operation whenever it has got on. It ends when the listener has gone. What has ended is looked
 * up before it is given: whoever reads the list after that has, with what is told, everything.
 */
export async function followAll(
  store: Store,
  query: Omit<OperationWalk, 'limit'>,
  gone: AbortSignal,
): Promise<AsyncGenerator<Operation, void, undefined>> {
  const { outcome: _any, ...anyOutcome } = query
  const { rows } = await store.walk({ ...anyOutcome, limit: MOST_AT_ONCE })
  const ended = new Set(rows.flatMap(({ id, outcome }) => (outcome === 'running' ? [] : [id])))
  return followFrom(ended, store, { query, gone })
}

async function* followFrom(
  endedBefore: ReadonlySet<string>,
  store: Store,
  { query, gone }: { readonly query: Omit<OperationWalk, 'limit'>; readonly gone: AbortSignal },
): AsyncGenerator<Operation, void, undefined> {
  const { outcome, ...anyOutcome } = query
  const isWanted = (operation: Operation) => outcome === undefined || operation.outcome === outcome
  const running = new Map<string, string>()
  const ended = new Set(endedBefore)
  const isKnown = ({ id }: Operation) => ended.has(id) || running.has(id)
  let look = 0
  do {
    const limit = look % LOOKS_AT_FEW === 0 ? MOST_AT_ONCE : FEW
    const newest = await newestOperations(store, { ...anyOutcome, limit }, isKnown)
    look += 1
    const seen = new Set(newest.map(({ id }) => id))
    const older = await Promise.all(
      [...running.keys()].filter((id) => !seen.has(id)).map((id) => store.find(id)),
    )
    for (const operation of [...older.filter((one) => one !== undefined), ...newest.toReversed()]) {
      const { id } = operation
      if (ended.has(id) || running.get(id) === stateOf(operation)) continue
      if (operation.outcome === 'running') running.set(id, stateOf(operation))
      else {
        running.delete(id)
        ended.add(id)
      }
      if (isWanted(operation)) yield operation
    }
    // What is not among the newest any more will not be met again.
    if (newest.length > FEW) for (const id of ended) if (!seen.has(id)) ended.delete(id)
  } while (await paused(LOOK_AT_ALL_MS, gone))
}

/** The newest ones: few, where all before them are known. */
async function newestOperations(
  store: Store,
  query: OperationWalk,
  isKnown: (operation: Operation) => boolean,
): Promise<readonly Operation[]> {
  const { rows } = await store.walk(query)
  const last = rows.at(-1)
  if (query.limit === MOST_AT_ONCE || last === undefined || rows.length < query.limit || isKnown(last))
    return rows
  return (await store.walk({ ...query, limit: MOST_AT_ONCE })).rows
}

function stateOf({ step, outcome, isUndoing, attempt, message }: Operation): string {
  return JSON.stringify([step, outcome, isUndoing, attempt, message])
}

/** False: the listener has gone meanwhile. */
async function paused(ms: number, gone: AbortSignal): Promise<boolean> {
  if (gone.aborted) return false
  try {
    await pause(ms, undefined, { signal: gone })
    return true
  } catch {
    return false
  }
}
