import type { Kysely } from 'kysely'

import { directEngineOf } from './prepared.ts'
import type { Schema } from './schema.ts'

/** Runs `work`, which writes nothing, so that all it reads is of one instant. It may be run again. */
export type Snapshot = <T>(db: Kysely<Schema>, work: (db: Kysely<Schema>) => Promise<T>) => Promise<T>

/** Reads in a transaction are of its instant already: no other is opened there. */
export function unlessInTransaction(snapshot: Snapshot): Snapshot {
  return (db, work) => (db.isTransaction ? work(db) : snapshot(db, work))
}

/**
 * Of the embedded engine, of which this process is the only user: what nobody has written in between was of one instant,
 * at the cost of no statement. Else it is read again, in a transaction, for which the others wait.
 */
export async function embeddedSnapshot<T>(
  db: Kysely<Schema>,
  work: (db: Kysely<Schema>) => Promise<T>,
): Promise<T> {
  const engine = directEngineOf(db)
  const before = engine?.writes()
  if (engine && before !== undefined) {
    const [ended] = await Promise.allSettled([work(db)])
    if (engine.writes() === before) {
      if (ended.status === 'rejected') throw ended.reason
      return ended.value
    }
  }
  return db.transaction().execute(work)
}
