import type { Kysely } from 'kysely'

/** Bindings that end by themselves, key pairs that take another's place, and operations in the order they began. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('bindings').addColumn('bound_at_ms', 'bigint').execute()
  await db.schema
    .createTable('temporary_bindings')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('dialect', 'text', (column) => column.notNull())
    .addColumn('instance_id', 'text', (column) => column.notNull())
    .addColumn('key_pair_id', 'text', (column) => column.notNull())
    .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('due_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('ending_at_ms', 'bigint')
    .addPrimaryKeyConstraint('temporary_bindings_key', [
      'account_id',
      'dialect',
      'instance_id',
      'key_pair_id',
    ])
    .execute()
  await db.schema
    .createIndex('temporary_bindings_due')
    .on('temporary_bindings')
    .columns(['due_at_ms'])
    .execute()
  await db.schema
    .createTable('key_rotations')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('dialect', 'text', (column) => column.notNull())
    .addColumn('old_key_pair_id', 'text', (column) => column.notNull())
    .addColumn('new_key_pair_id', 'text', (column) => column.notNull())
    .addColumn('overlap_ms', 'bigint', (column) => column.notNull())
    .addColumn('started_at_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('key_rotations_key', ['account_id', 'dialect', 'old_key_pair_id'])
    .execute()
  await db.schema
    .createIndex('operations_by_time')
    .on('operations')
    .columns(['created_at_ms', 'id'])
    .execute()
}
