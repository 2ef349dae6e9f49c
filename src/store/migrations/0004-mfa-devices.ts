import type { Kysely } from 'kysely'

/** What users take one-time codes from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('mfa_devices')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('user_name', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('sealed_secret', 'text', (column) => column.notNull())
    .addColumn('last_used_step', 'bigint')
    .addColumn('checked_at_ms', 'bigint')
    .addPrimaryKeyConstraint('mfa_devices_key', ['account_id', 'user_name'])
    .execute()
}
