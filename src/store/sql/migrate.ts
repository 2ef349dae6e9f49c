import type { Kysely } from 'kysely'

import type { Migration } from '../migrations/index.ts'
import type { Schema } from './schema.ts'

/**
 * Brings the tables up to date. Each migration is one transaction that begins with its own version row, so that of
 * two migrators the later one fails on the row before it touches a table.
 */
export async function migrate(
  db: Kysely<Schema>,
  migrations: readonly Migration[],
  nowMs: number,
): Promise<void> {
  await db.schema
    .createTable('keyplane_migrations')
    .ifNotExists()
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('applied_at_ms', 'bigint', (column) => column.notNull())
    .execute()
  const applied = await db.selectFrom('keyplane_migrations').select('number').execute()
  const done = new Set(applied.map(({ number }) => number))
  const newest = Math.max(0, ...done)
  const known = migrations.at(-1)?.number ?? 0
  if (newest > known) {
    throw new Error(`the database is of a newer version (${newest}) than this program knows (${known})`)
  }
  for (const migration of migrations) {
    if (done.has(migration.number)) continue
    await db.transaction().execute(async (tx) => {
      const { number, name } = migration
      await tx.insertInto('keyplane_migrations').values({ number, name, applied_at_ms: nowMs }).execute()
      // Migrations are written against the tables of their time, not against today's schema.
      await migration.up(tx as unknown as Kysely<unknown>)
    })
  }
}
