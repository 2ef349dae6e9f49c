import type * as PromClient from 'prom-client'

import type { Clock } from '../core/clock.ts'
import type { Database } from '../core/database.ts'
import type { Backlog, OperationStore } from '../core/operations/store.ts'

/** What is asked when the page is. */
export interface AskedDatabase {
  readonly database: Pick<Database, 'check'> & { readonly operations: Pick<OperationStore, 'backlog'> }
  readonly clock: Pick<Clock, 'now'>
  /** How long the page waits for the database; three seconds unless said otherwise. */
  readonly patienceMs?: number
}

/** A page that comes late is taken for a process that is gone: scrapers wait some ten seconds, as a connection does. */
const PATIENCE_MS = 3_000

/**
 * Adds what only the database knows. Resolves what is called before each page: while the database is away the page says
 * so, and leaves out what it does not know.
 */
export function addDatabaseGauges(
  { Gauge }: typeof PromClient,
  registry: PromClient.Registry,
  asked: AskedDatabase,
): () => Promise<void> {
  const registers = [registry]
  const isUp = new Gauge({
    name: 'keyplane_database_up',
    help: '1 while the database answers and takes changes, else 0.',
    registers,
  })
  const unfinished = new Gauge({
    name: 'keyplane_operations_unfinished',
    help: 'Operations in the database that are not over; the same at every process.',
    registers,
  })
  const overdue = new Gauge({
    name: 'keyplane_operations_overdue_seconds',
    help: 'For how long the operation that waits longest has been due; the same at every process.',
    registers,
  })
  return async () => {
    const backlog = await inTime(ask(asked), asked.patienceMs ?? PATIENCE_MS)
    isUp.set(backlog ? 1 : 0)
    if (backlog) {
      unfinished.set(backlog.unfinished)
      overdue.set(secondsSince(backlog.earliestDueAtMs, asked.clock.now()))
    } else {
      unfinished.remove()
      overdue.remove()
    }
  }
}

/** Undefined: the database is away, or takes no changes. */
async function ask({ database }: AskedDatabase): Promise<Backlog | undefined> {
  try {
    await database.check()
    return await database.operations.backlog()
  } catch {
    return undefined
  }
}

async function inTime<T>(answer: Promise<T>, patienceMs: number): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => late.resolve(undefined), patienceMs)
  try {
    return await Promise.race([answer, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

function secondsSince(atMs: number | undefined, nowMs: number): number {
  return atMs === undefined ? 0 : Math.max(0, nowMs - atMs) / 1_000
}
