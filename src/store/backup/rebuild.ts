import type { Kysely } from 'kysely'

import type { Migration } from '../migrations/index.ts'
import type { Schema } from '../sql/schema.ts'
import { byName, DERIVED, type KnownTable, knownTables, migrationsUpTo } from './known-tables.ts'
import { insertRows } from './insert-rows.ts'
import { newestMigration, type Row } from './snapshot.ts'

/** Puts rows into tables that were just made. */
export interface Loader {
  readonly tables: readonly KnownTable[]
  readonly insert: (table: string, rows: readonly Row[]) => Promise<void>
  /** Numbers up to this one are not given again. */
  setCounted(table: Counting, value: number): Promise<void>
}

type Counting = KnownTable & { readonly counter: string }

/** Each engine keeps its counters in its own way. */
export type SetCounted = (tx: Kysely<Schema>, table: Counting, value: number) => Promise<void>

/** What may hold rows in a database that nobody has used. */
const NOT_DATA = new Set(['settings'])

/** A table with rows in it, if there is one. */
export async function findFilled(
  db: Kysely<Schema>,
  migrations: readonly Migration[],
): Promise<string | undefined> {
  const migration = await newestMigration(db)
  for (const { name } of await knownTables(migrationsUpTo(migrations, migration))) {
    if (NOT_DATA.has(name)) continue
    const found = await byName(db).selectFrom(name).selectAll().limit(1).execute()
    if (found.length > 0) return name
  }
  return undefined
}

export interface Rebuilding {
  /** Of the rows that are loaded. */
  readonly migration: number
  readonly migrations: readonly Migration[]
  readonly nowMs: number
  /** The first thing in the transaction: what is to be carried over is read here. */
  before?(tx: Kysely<Schema>): Promise<void>
  load(loader: Loader): Promise<void>
  /** The last thing in the same transaction, its tables up to date. */
  finish?(tx: Kysely<Schema>): Promise<void>
}

/**
 * In one transaction: takes away the tables of a database that is up to date, makes them as they were at a migration,
 * loads rows and brings them up to date again.
 */
export async function rebuild(db: Kysely<Schema>, setCounted: SetCounted, plan: Rebuilding): Promise<void> {
  const { migration, migrations, nowMs } = plan
  const present = await knownTables(migrations)
  const tables = await knownTables(migrationsUpTo(migrations, migration))
  await db.transaction().execute(async (tx) => {
    await plan.before?.(tx)
    for (const { name } of present) await tx.schema.dropTable(name).execute()
    for (const name of DERIVED) await tx.schema.dropTable(name).ifExists().execute()
    await tx.deleteFrom('keyplane_migrations').execute()
    for (const past of migrationsUpTo(migrations, migration)) await apply(tx, past, nowMs)
    await plan.load({
      tables,
      insert: insertRows(tx),
      setCounted: (table, value) => setCounted(tx, table, value),
    })
    for (const next of migrations) if (next.number > migration) await apply(tx, next, nowMs)
    await plan.finish?.(tx)
  })
}

async function apply(tx: Kysely<Schema>, migration: Migration, nowMs: number): Promise<void> {
  const { number, name } = migration
  await tx.insertInto('keyplane_migrations').values({ number, name, applied_at_ms: nowMs }).execute()
  // Migrations are written against the tables of their time, not against today's schema.
  await migration.up(tx as unknown as Kysely<unknown>)
}
