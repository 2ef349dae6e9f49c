import type { Kysely } from 'kysely'

/** An access key may be disabled without being forgotten. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('access_keys')
    .addColumn('is_disabled', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
}
