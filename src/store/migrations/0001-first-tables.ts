import type { CreateTableBuilder, Kysely } from 'kysely'

/** Every table is keyed by account first, so that rows of one account can live together. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createAccounts(db)
  await createKeyPairs(db)
  await createInstances(db)
  await createOperations(db)
  await createMachines(db)
  await createAudit(db)
}

async function createAccounts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('accounts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('require_mfa', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('users')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('mfa', 'text', (column) => column.notNull())
    .addColumn('policies', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('users_key', ['account_id', 'name'])
    .execute()
  await db.schema
    .createTable('access_keys')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('user_name', 'text', (column) => column.notNull())
    .addColumn('sealed_secret', 'text', (column) => column.notNull())
    .execute()
}

async function createKeyPairs(db: Kysely<unknown>): Promise<void> {
  const texts = [
    'account_id',
    'dialect',
    'id',
    'region',
    'name',
    'public_key',
    'imported_text',
    'fingerprint',
  ]
  const table = addColumns(db.schema.createTable('key_pairs'), 'text', [
    ...texts,
    'description',
    'project',
    'tags',
  ])
  await addColumns(table, 'bigint', ['created_at_ms', 'updated_at_ms'])
    .addPrimaryKeyConstraint('key_pairs_key', ['account_id', 'dialect', 'id'])
    .addUniqueConstraint('key_pairs_name', ['account_id', 'dialect', 'region', 'name'])
    .execute()
  await createIndex(db, 'key_pairs', ['account_id', 'dialect', 'region', 'created_at_ms', 'id'])
  await createIndex(db, 'key_pairs', ['account_id', 'dialect', 'region', 'fingerprint'])
  await db.schema
    .createTable('bindings')
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('dialect', 'text', (column) => column.notNull())
    .addColumn('instance_id', 'text', (column) => column.notNull())
    .addColumn('key_pair_id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('bindings_key', ['account_id', 'dialect', 'instance_id', 'key_pair_id'])
    .execute()
  await createIndex(db, 'bindings', ['account_id', 'dialect', 'key_pair_id', 'instance_id'])
  await createTags(db)
}

async function createTags(db: Kysely<unknown>): Promise<void> {
  const texts = ['account_id', 'dialect', 'kind', 'resource_id', 'tag_key', 'tag_value']
  await addColumns(db.schema.createTable('tags'), 'text', texts)
    .addPrimaryKeyConstraint('tags_key', ['account_id', 'dialect', 'kind', 'resource_id', 'tag_key'])
    .execute()
}

async function createInstances(db: Kysely<unknown>): Promise<void> {
  const texts = [
    'account_id',
    'dialect',
    'id',
    'region',
    'zone',
    'name',
    'os',
    'os_name',
    'login_user',
    'state',
  ]
  const more = ['image_id', 'type', 'charge_type', 'project', 'description', 'host_name', 'driver', 'address']
  let table = addColumns(db.schema.createTable('instances'), 'text', [...texts, ...more])
  table = addColumns(table, 'text', ['private_address', 'attributes', 'tags'])
  for (const name of ['stopped_mode', 'password_hash', 'current_operation_id', 'latest_operation_id']) {
    table = table.addColumn(name, 'text')
  }
  table = addColumns(table, 'integer', [
    'is_io_optimized',
    'has_password_agent',
    'is_supported',
    'allows_password',
  ])
  table = addColumns(table, 'bigint', ['desired_version', 'applied_version', 'created_at_ms'])
  await table.addPrimaryKeyConstraint('instances_key', ['account_id', 'dialect', 'id']).execute()
  await createIndex(db, 'instances', ['account_id', 'dialect', 'region', 'created_at_ms', 'id'])
}

async function createOperations(db: Kysely<unknown>): Promise<void> {
  const texts = ['account_id', 'dialect', 'instance_id', 'kind', 'action', 'request_id', 'steps', 'end_state']
  let table: Table = db.schema
    .createTable('operations')
    .addColumn('id', 'text', (column) => column.primaryKey())
  table = addColumns(table, 'text', [...texts, 'before', 'outcome', 'message'])
  table = addColumns(table, 'integer', ['step', 'is_undoing', 'is_forced', 'attempt'])
  await addColumns(table, 'bigint', ['fence', 'due_at_ms', 'deadline_at_ms', 'created_at_ms']).execute()
  await createIndex(db, 'operations', ['outcome', 'due_at_ms'])
}

async function createMachines(db: Kysely<unknown>): Promise<void> {
  const table = db.schema
    .createTable('machines')
    .addColumn('address_index', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('id', 'text', (column) => column.notNull().unique())
  await addColumns(table, 'text', ['instance_id', 'driver', 'record']).execute()
  await createIndex(db, 'machines', ['instance_id'])
}

async function createAudit(db: Kysely<unknown>): Promise<void> {
  const texts = ['account_id', 'request_id', 'user_name', 'access_key_id', 'dialect', 'region', 'action']
  const table = addColumns(db.schema.createTable('audit'), 'bigint', ['at_ms'])
  await addColumns(table, 'text', [...texts, 'source_address', 'outcome', 'changes']).execute()
  await createIndex(db, 'audit', ['account_id', 'at_ms'])
}

// A migration names its columns by text: it must not follow today's schema.
type Table = CreateTableBuilder<string, string>

function addColumns(table: Table, type: 'text' | 'integer' | 'bigint', names: readonly string[]): Table {
  return names.reduce((table, name) => table.addColumn(name, type, (column) => column.notNull()), table)
}

async function createIndex(db: Kysely<unknown>, table: string, columns: string[]): Promise<void> {
  const name = `${table}_by_${columns.filter((column) => column !== 'account_id').join('_')}`
  await db.schema.createIndex(name).on(table).columns(columns).execute()
}
