import type { Kysely } from 'kysely'

/** Roles, and the access keys of those who assumed one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('roles')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('policies', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('roles_key', ['account_id', 'name'])
    .execute()
  await db.schema
    .createTable('temporary_keys')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('role_name', 'text', (column) => column.notNull())
    .addColumn('session_name', 'text', (column) => column.notNull())
    .addColumn('sealed_secret', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('session_policies', 'text')
    .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('temporary_keys_by_expires_at_ms')
    .on('temporary_keys')
    .columns(['expires_at_ms'])
    .execute()
}
