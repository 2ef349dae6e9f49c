import { type Kysely, sql } from 'kysely'

import { migrations } from '../migrations/index.ts'
import { openPostgres } from '../postgres/postgres-database.ts'
import type { Schema } from '../sql/schema.ts'
import { BATCH_ROWS, type Row, type Snapshot, type SnapshotReader, snapshotOf } from './snapshot.ts'

/**
 * Lets `work` read the database as it is at one instant, while others write: in one transaction that waits for an
 * instant at which the transactions so far come to the same as one after the other. It blocks nobody.
 */
export async function withPostgresSnapshot<T>(
  url: string,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const db = await openPostgres(url, { isPatient: true, mostConnections: 1 })
  try {
    const reading = db.transaction().setIsolationLevel('serializable').setAccessMode('read only')
    return await reading.execute(async (tx) => {
      await sql`set transaction deferrable`.execute(tx)
      // Otherwise a long table may be read from its middle on; here rows keep their order.
      await sql`set local synchronize_seqscans = off`.execute(tx)
      return work(await snapshotOf(tx, readerOf(tx), migrations))
    })
  } finally {
    await db.destroy()
  }
}

function readerOf(tx: Kysely<Schema>): SnapshotReader {
  const fetch = sql.raw<Row>(`fetch forward ${BATCH_ROWS} from backup_rows`)
  return {
    async *batches(table) {
      const all = sql`declare backup_rows no scroll cursor for select * from ${sql.table(table)}`
      await all.execute(tx)
      for (;;) {
        const { rows } = await fetch.execute(tx)
        if (rows.length === 0) break
        yield rows
      }
      await sql`close backup_rows`.execute(tx)
    },
    async counted({ name, counter }) {
      const found = await sql<{
        sequence: string | null
      }>`select pg_get_serial_sequence(${name}, ${counter}) as sequence`.execute(tx)
      const sequence = found.rows[0]?.sequence
      if (typeof sequence !== 'string') return 0
      // The engine has quoted the name where it must be.
      const counts = sql.raw<{ last_value: number; is_called: boolean }>(
        `select last_value, is_called from ${sequence}`,
      )
      const [count] = (await counts.execute(tx)).rows
      return count?.is_called ? count.last_value : 0
    },
  }
}
