import type { Kysely } from 'kysely'

/** What several processes of one database must know of each other's calls: used nonces, what passed of a rate, whose turn it is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('nonces')
    .addColumn('access_key_id', 'text', (column) => column.notNull())
    .addColumn('nonce', 'text', (column) => column.notNull())
    .addColumn('used_at_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('nonces_primary_key', ['access_key_id', 'nonce'])
    .execute()
  await db.schema.createIndex('nonces_by_time').on('nonces').columns(['used_at_ms']).execute()
  await db.schema
    .createTable('rates')
    .addColumn('subject', 'text', (column) => column.primaryKey())
    .addColumn('passed_ms', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('last_passed_ms', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('turns')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('turns_primary_key', ['account_id', 'number'])
    .execute()
  await db.schema.createIndex('rates_by_time').on('rates').columns(['last_passed_ms']).execute()
}
