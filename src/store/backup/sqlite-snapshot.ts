import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { type Kysely, sql } from 'kysely'

import { migrations } from '../migrations/index.ts'
import type { Schema } from '../sql/schema.ts'
import { openSqlite } from '../sqlite/sqlite-database.ts'
import { copyRunning } from './copy-running.ts'
import { byName } from './known-tables.ts'
import { BATCH_ROWS, type Row, type Snapshot, type SnapshotReader, snapshotOf } from './snapshot.ts'

/**
 * Lets `work` read an embedded database as it is now, whether a server uses it or not. A copy of the file is made for
 * it in a directory of its own inside `scratch`, and removed afterwards.
 * @throws when there is no database in `directory`, or it cannot be read
 */
export async function withSqliteSnapshot<T>(
  directory: string,
  scratch: string,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const copy = await mkdtemp(join(scratch, '.keyplane-backup-'))
  try {
    await copyRunning(directory, copy)
    const db = openSqlite(copy)
    try {
      await refuseDamage(db)
      return await work(await snapshotOf(db, readerOf(db), migrations))
    } finally {
      await db.destroy()
    }
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

/** A damaged database is not to become a backup that looks well. */
async function refuseDamage(db: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db)
  const found = rows[0]?.quick_check
  if (found !== 'ok') throw new Error(`the database is damaged: ${found}`)
}

function readerOf(db: Kysely<Schema>): SnapshotReader {
  return {
    async *batches(table) {
      let batch: Row[] = []
      for await (const row of byName(db).selectFrom(table).selectAll().stream()) {
        batch.push(row)
        if (batch.length < BATCH_ROWS) continue
        yield batch
        batch = []
      }
      if (batch.length > 0) yield batch
    },
    async counted({ name }) {
      const { rows } = await sql<{
        seq: number
      }>`select seq from sqlite_sequence where name = ${name}`.execute(db)
      return rows[0]?.seq ?? 0
    },
  }
}
