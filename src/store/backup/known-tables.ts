import type { Kysely } from 'kysely'

import type { Migration } from '../migrations/index.ts'
import { migrate } from '../sql/migrate.ts'
import type { Schema } from '../sql/schema.ts'
import { openSqlite } from '../sqlite/sqlite-database.ts'

/** Written by the migrations themselves. */
const VERSIONS = 'keyplane_migrations'
/** Written by the engine from the rows of others: whoever puts those there has these as well. */
export const DERIVED: readonly string[] = ['kept_counts']

export interface KnownTable {
  readonly name: string
  readonly columns: readonly string[]
  /** The column that counts itself up. */
  readonly counter: string | undefined
}

/**
 * The tables of a database at a migration that hold what is nowhere else, found by making them: a new migration is covered
 * by itself, and tables of others in the same database are never taken for ours. None refers to another, so any order will do.
 */
export async function knownTables(migrations: readonly Migration[]): Promise<readonly KnownTable[]> {
  const db = openSqlite('memory')
  try {
    await migrate(db, migrations, 0)
    const tables = await db.introspection.getTables()
    return tables
      .filter(({ name }) => name !== VERSIONS && !DERIVED.includes(name))
      .map(({ name, columns }) => ({
        name,
        columns: columns.map((column) => column.name),
        counter: columns.find(({ isAutoIncrementing }) => isAutoIncrementing)?.name,
      }))
  } finally {
    await db.destroy()
  }
}

/** Those that a database at this migration has. */
export function migrationsUpTo(migrations: readonly Migration[], number: number): readonly Migration[] {
  return migrations.filter((migration) => migration.number <= number)
}

export type AnyTables = Record<string, Record<string, unknown>>

/** The same database, its tables called by names that were found. */
export function byName(db: Kysely<Schema>): Kysely<AnyTables> {
  // Which tables there are depends on the migration, and not on today's schema.
  return db as unknown as Kysely<AnyTables>
}
