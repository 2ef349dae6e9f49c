import type { Kysely } from 'kysely'

/** The operations of one instance are looked for again and again while somebody watches them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('operations_by_instance')
    .on('operations')
    .columns(['instance_id', 'created_at_ms', 'id'])
    .execute()
}
