import type { Kysely } from 'kysely'

/** The machines of one driver, the enrolled hosts, are listed among any number of others. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('machines_driver_id').on('machines').columns(['driver', 'id']).execute()
}
