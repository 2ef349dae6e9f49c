import type { Kysely } from 'kysely'

/** Access keys are found by their owner: to be listed, and to go when he goes or his account is reset. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('access_keys_by_user')
    .on('access_keys')
    .columns(['account_id', 'user_name'])
    .execute()
  await db.schema
    .createIndex('temporary_keys_by_role')
    .on('temporary_keys')
    .columns(['account_id', 'role_name'])
    .execute()
}
