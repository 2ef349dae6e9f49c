import type { Kysely } from 'kysely'

/** Instances of all accounts in the order of their names, and from the newest on. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('instances_by_name')
    .on('instances')
    .columns(['name', 'account_id', 'dialect', 'id'])
    .execute()
  await db.schema
    .createIndex('instances_by_time')
    .on('instances')
    .columns(['created_at_ms', 'account_id', 'dialect', 'id'])
    .execute()
}
