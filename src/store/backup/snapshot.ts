import type { Kysely } from 'kysely'

import type { Migration } from '../migrations/index.ts'
import type { Schema } from '../sql/schema.ts'
import { byName, type KnownTable, knownTables, migrationsUpTo } from './known-tables.ts'

export type Row = Readonly<Record<string, unknown>>

/** Everything a database holds, as it was at one instant. */
export interface Snapshot {
  /** Number of the newest migration. */
  readonly migration: number
  readonly tables: readonly KnownTable[]
  /** A text sealed with the master key that the data was made with. */
  readonly masterKeyCheck: string | undefined
  /** Rows in the order they were written, some at a time. */
  batches(table: string): AsyncIterable<readonly Row[]>
  /** The highest number that the table's counter ever gave, 0 for none. */
  counted(table: KnownTable & { readonly counter: string }): Promise<number>
}

/** What engines do each in their own way. */
export type SnapshotReader = Pick<Snapshot, 'batches' | 'counted'>

/** Rows that are in memory at the same time. */
export const BATCH_ROWS = 500

/** @throws when the database is of a newer version than this program */
export async function snapshotOf(
  db: Kysely<Schema>,
  reader: SnapshotReader,
  migrations: readonly Migration[],
): Promise<Snapshot> {
  const migration = await newestMigration(db)
  const known = migrations.at(-1)?.number ?? 0
  if (migration > known) {
    throw new Error(`the database is of a newer version (${migration}) than this program knows (${known})`)
  }
  const tables = await knownTables(migrationsUpTo(migrations, migration))
  const hasSettings = tables.some(({ name }) => name === 'settings')
  const masterKeyCheck = hasSettings ? await findMasterKeyCheck(db) : undefined
  return {
    ...{ migration, tables, masterKeyCheck },
    batches: (table) => reader.batches(table),
    counted: (table) => reader.counted(table),
  }
}

/** 0 for a table without rows. @throws when there is no table of migrations */
export async function newestMigration(db: Kysely<Schema>): Promise<number> {
  const found = await db
    .selectFrom('keyplane_migrations')
    .select('number')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found?.number ?? 0
}

/** Name of the row that `isSealedWith` of sql/master-key-check.ts keeps. */
const MASTER_KEY_CHECK = 'master key check'

async function findMasterKeyCheck(db: Kysely<Schema>): Promise<string | undefined> {
  const query = byName(db).selectFrom('settings').select('value').where('name', '=', MASTER_KEY_CHECK)
  const value = (await query.executeTakeFirst())?.['value']
  return typeof value === 'string' ? value : undefined
}
