import { type Kysely, sql } from 'kysely'

import { migrate } from '../sql/migrate.ts'
import type { Schema } from '../sql/schema.ts'
import { openSqlite } from '../sqlite/sqlite-database.ts'
import { findFilled, rebuild, type SetCounted } from './rebuild.ts'
import type { Target, TargetNeeds } from './target.ts'

/**
 * Opens or makes the embedded database in a directory, locked for this process.
 * @throws DatabaseInUse when a server has it
 */
export function openSqliteTarget(directory: string, { migrations, nowMs }: TargetNeeds): Target {
  const db = openSqlite(directory)
  return {
    findFilled: async () => ((await hasVersions(db)) ? findFilled(db, migrations) : undefined),
    async rebuild(plan) {
      await migrate(db, migrations, nowMs)
      await rebuild(db, setCounted, { ...plan, migrations, nowMs })
    },
    [Symbol.asyncDispose]: () => db.destroy(),
  }
}

/** Where SQLite keeps the highest number that was given. */
export const setCounted: SetCounted = async (tx, { name }, value) => {
  await sql`delete from sqlite_sequence where name = ${name}`.execute(tx)
  await sql`insert into sqlite_sequence (name, seq) values (${name}, ${value})`.execute(tx)
}

async function hasVersions(db: Kysely<Schema>): Promise<boolean> {
  const tables = await db.introspection.getTables()
  return tables.some(({ name }) => name === 'keyplane_migrations')
}
