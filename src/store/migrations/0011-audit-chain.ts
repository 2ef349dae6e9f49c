import { type Expression, type Kysely, sql, SqliteAdapter } from 'kysely'

const TEXTS = ['request_id', 'user_name', 'access_key_id', 'dialect', 'region', 'action', 'source_address']

/**
 * Audit rows get an id, the machine they tell of and a sum; the chain that binds them together is in tables of its own, so
 * that rows are only ever inserted. Rows from before are kept, without a sum, in the order of their times. Processes of an
 * older version that still run go on: what they do not write has a default.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(db, 'audit_anew', {
    texts: ['account_id', 'id', ...TEXTS, 'outcome', 'changes', 'instance_id', 'machine', 'sum'],
    numbers: ['at_ms'],
    key: ['account_id', 'id'],
    // The embedded database has no second process.
    defaults: isEmbedded(db) ? {} : { id: ID_OF_OLDER, instance_id: NOTHING, machine: NOTHING, sum: NOTHING },
  })
  const kept = sql.raw(['account_id', 'at_ms', ...TEXTS, 'outcome', 'changes'].join(', '))
  // Ids of later rows begin with a time, which is greater.
  await sql`insert into audit_anew (id, instance_id, machine, sum, ${kept})
    select '00-0' || cast(1000000000000 + row_number() over (order by at_ms) as text), '', '', '', ${kept}
    from audit`.execute(db)
  await db.schema.dropTable('audit').execute()
  await db.schema.alterTable('audit_anew').renameTo('audit').execute()
  await db.schema.createIndex('audit_by_request').on('audit').columns(['request_id']).execute()
  await db.schema
    .createIndex('audit_by_instance')
    .on('audit')
    .columns(['account_id', 'dialect', 'instance_id', 'id'])
    .where(sql.ref('instance_id'), '<>', sql.lit(''))
    .execute()
  await createChain(db)
  await refuseChanges(db)
}

async function createChain(db: Kysely<unknown>): Promise<void> {
  await createTable(db, 'audit_seals', {
    texts: ['account_id', 'row_id', 'hash'],
    numbers: ['number'],
    key: ['account_id', 'number'],
  })
  await db.schema
    .createIndex('audit_seals_by_row')
    .unique()
    .on('audit_seals')
    .columns(['account_id', 'row_id'])
    .execute()
  await createTable(db, 'audit_heads', {
    texts: ['account_id', 'hash', 'settled_id', 'sum'],
    numbers: ['number'],
    key: ['account_id'],
  })
  await db.schema.createIndex('audit_heads_by_id').on('audit_heads').columns(['settled_id']).execute()
}

const NOTHING = sql.lit('')

/** Before all ids of this version, in the order of writing. */
const ID_OF_OLDER = sql`('00-1' || lpad(to_hex(cast(extract(epoch from clock_timestamp()) * 1048576 as bigint)), 14, '0')
  || '-' || gen_random_uuid())`

interface Columns {
  readonly texts: readonly string[]
  readonly numbers: readonly string[]
  readonly key: string[]
  readonly defaults?: Readonly<Record<string, Expression<unknown>>>
}

/** The embedded engine keeps the rows in the order of the key: one tree less to write to. */
async function createTable(
  db: Kysely<unknown>,
  name: string,
  { texts, numbers, key, defaults = {} }: Columns,
): Promise<void> {
  let table = db.schema.createTable(name)
  for (const column of texts) {
    const value = defaults[column]
    table = table.addColumn(column, 'text', (definition) =>
      value ? definition.notNull().defaultTo(value) : definition.notNull(),
    )
  }
  for (const column of numbers)
    table = table.addColumn(column, 'bigint', (definition) => definition.notNull())
  // A migration names its columns by text: it must not follow today's schema.
  const keyed = table.addPrimaryKeyConstraint(`${name}_key`, key as never[])
  await (isEmbedded(db) ? keyed.modifyEnd(sql`without rowid`) : keyed).execute()
}

/** Elsewhere the owner of the tables could take a trigger away again: there rights do it, see docs/audit.md. */
async function refuseChanges(db: Kysely<unknown>): Promise<void> {
  if (!isEmbedded(db)) return
  for (const table of ['audit', 'audit_seals']) {
    for (const verb of ['update', 'delete']) {
      const message = sql.lit(`rows of ${table} are only added`)
      await sql`create trigger ${sql.raw(`${table}_no_${verb}`)} before ${sql.raw(verb)} on ${sql.raw(table)}
        begin select raise(abort, ${message}); end`.execute(db)
    }
  }
}

function isEmbedded(db: Kysely<unknown>): boolean {
  return db.getExecutor().adapter instanceof SqliteAdapter
}
