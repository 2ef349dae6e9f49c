import type { Kysely } from 'kysely'

/** Client tokens: who holds them, and the answers they repeat. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('client_tokens')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('dialect', 'text', (column) => column.notNull())
    .addColumn('region', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('token', 'text', (column) => column.notNull())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('sealed_parameters_hash', 'text', (column) => column.notNull())
    .addColumn('answer', 'text')
    .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('client_tokens_key', ['account_id', 'dialect', 'region', 'action', 'token'])
    .execute()
  await db.schema
    .createIndex('client_tokens_by_expires_at_ms')
    .on('client_tokens')
    .column('expires_at_ms')
    .execute()
}
