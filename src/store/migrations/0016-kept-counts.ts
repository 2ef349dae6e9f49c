import { type Kysely, sql, SqliteAdapter } from 'kysely'

/**
 * How many rows there are, kept beside them by the engine, whoever writes: a page of a list says how many there are in all,
 * and must not count them each time. A count is the sum of all rows of its key. And two indexes of what is mostly
 * nothing: instances whose access wanted is not the one in force, and operations that failed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const isEmbedded = db.getExecutor().adapter instanceof SqliteAdapter
  await createTable(db, isEmbedded)
  const statements = COUNTED.flatMap(isEmbedded ? countedByOneRow : countedByParts)
  // What counts comes first: from then on nobody else can write the tables until all this is committed.
  const all = [...(isEmbedded ? [] : [KEEP_COUNT]), ...statements, ...COUNTED.map(countedOnce)]
  for (const statement of all) await sql.raw(statement).execute(db)
  await db.schema
    .createIndex('instances_pending')
    .on('instances')
    .columns(['account_id', 'dialect', 'id'])
    .where(sql<boolean>`desired_version <> applied_version`)
    .execute()
  await db.schema
    .createIndex('operations_failed')
    .on('operations')
    // By the first column this is preferred to the index that has what became of each.
    .columns(['outcome', 'created_at_ms'])
    .where(sql.ref('outcome'), '=', sql.lit('failed'))
    .execute()
}

const NAMES = ['what', 'account_id', 'dialect', 'region', 'zone', 'state'] as const
const KEY = NAMES.join(', ')
const PLACE = NAMES.slice(0, 4).join(', ')

/** A table whose rows are counted, by these columns of the key; the others are empty. */
interface Counted {
  readonly table: 'instances' | 'key_pairs' | 'accounts'
  readonly by: readonly (typeof NAMES)[number][]
  /** Rows may come to count elsewhere. */
  readonly isMoving: boolean
}

const COUNTED: readonly Counted[] = [
  { table: 'instances', by: ['account_id', 'dialect', 'region', 'zone', 'state'], isMoving: true },
  { table: 'key_pairs', by: ['account_id', 'dialect', 'region'], isMoving: false },
  { table: 'accounts', by: [], isMoving: false },
]

async function createTable(db: Kysely<unknown>, isEmbedded: boolean): Promise<void> {
  let table = db.schema.createTable('kept_counts')
  for (const name of NAMES) table = table.addColumn(name, 'text', (column) => column.notNull())
  for (const name of ['part', 'count']) table = table.addColumn(name, 'bigint', (column) => column.notNull())
  // A migration names its columns by text: it must not follow today's schema.
  const keyed = table.addPrimaryKeyConstraint('kept_counts_key', [...NAMES, 'part'] as never[])
  await (isEmbedded ? keyed.modifyEnd(sql`without rowid`) : keyed).execute()
}

/** Values of the key for a row: `old`, `new`, or of a table. */
function keyOf({ table, by }: Counted, row: string): string {
  const values = NAMES.map((name) => (by.includes(name) ? `${row}.${name}` : `''`))
  return [`'${table}'`, ...values.slice(1)].join(', ')
}

/** Those that are there already. */
function countedOnce(counted: Counted): string {
  const { table, by } = counted
  const grouping = by.length === 0 ? 'having count(*) > 0' : `group by ${by.join(', ')}`
  return `insert into kept_counts (${KEY}, part, count) select ${keyOf(counted, table)}, 0, count(*) from ${table} ${grouping}`
}

/** The embedded engine runs one transaction at a time: a count is one row. */
function countedByOneRow(counted: Counted): readonly string[] {
  const { table, by, isMoving } = counted
  const [before, after] = [keyOf(counted, 'old'), keyOf(counted, 'new')]
  const more = `insert into kept_counts (${KEY}, part, count) values (${after}, 0, 1)
    on conflict do update set count = count + 1;`
  const less = `update kept_counts set count = count - 1 where (${KEY}, part) = (${before}, 0);`
  // What moves on comes back soon; when it goes for good, so do the rows that count nothing in its region.
  const emptied = `(${PLACE}) = (${before.split(', ').slice(0, 4).join(', ')}) and count = 0`
  const moved = `create trigger ${table}_counted_on_update after update of ${by.join(', ')} on ${table}
    when (${before}) is not (${after}) begin ${more} ${less} end`
  return [
    `create trigger ${table}_counted_on_insert after insert on ${table} begin ${more} end`,
    `create trigger ${table}_counted_on_delete after delete on ${table}
      begin ${less} delete from kept_counts where ${emptied}; end`,
    ...(isMoving ? [moved] : []),
  ]
}

/**
 * PostgreSQL has many writers at once. A row that all of them change would make each wait until the one before commits, and
 * two that do it in different orders wait for each other. So each transaction leaves a row of its own that says what it
 * changed. Those of others are never changed: now and then one takes all that nobody else is taking, and leaves their sum.
 */
function countedByParts(counted: Counted): readonly string[] {
  const { table, by, isMoving } = counted
  const columns = by.join(', ')
  const keep = (row: string, change: string) =>
    `perform keyplane_keep_count(${keyOf(counted, row)}, ${change});`
  const trigger = (verb: string, looks: string, runs: string) =>
    `create trigger ${table}_counted_on_${verb} after ${verb}${looks} execute function keyplane_${table}_${runs}()`
  const grouped = by.length === 0 ? 'count(*)' : `${columns}, count(*)`
  const grouping = by.length === 0 ? 'having count(*) > 0' : `group by ${columns}`
  const counting = `for one in select ${grouped} from changed ${grouping} loop ${keep('one', 'sign * one.count')} end loop;`
  const statements = [
    functionOf(
      `${table}_counted`,
      `if tg_op = 'TRUNCATE' then delete from kept_counts where what = '${table}'; return null; end if;
      if tg_op = 'DELETE' then sign := -1; end if; ${counting}`,
    ),
    trigger('insert', ` on ${table} referencing new table as changed for each statement`, 'counted'),
    trigger('delete', ` on ${table} referencing old table as changed for each statement`, 'counted'),
    trigger('truncate', ` on ${table} for each statement`, 'counted'),
  ]
  if (!isMoving) return statements
  const valuesOf = (row: string) => `(${by.map((name) => `${row}.${name}`).join(', ')})`
  // A trigger for some columns is not given the rows of a statement: here each row is counted by itself.
  const looks = ` of ${columns} on ${table} for each row when (${valuesOf('old')} is distinct from ${valuesOf('new')})`
  const moved = functionOf(`${table}_moved`, `${keep('old', '-1')} ${keep('new', '1')}`)
  return [...statements, moved, trigger('update', looks, 'moved')]
}

function functionOf(name: string, body: string): string {
  return `create or replace function keyplane_${name}() returns trigger language plpgsql as $$
    declare one record; sign integer := 1; begin ${body} return null; end $$`
}

/** One transaction in so many takes what others left, and each that changes more than one row at once. */
const PARTS_ABOUT = 100

/**
 * What a transaction left last it changes itself, by its place: among many thousand of its own older versions, which stay until
 * it commits, looking for it would take longer each time. For the same reason it takes what others left only once.
 */
const KEEP_COUNT = `create or replace function keyplane_keep_count(
    of_what text, of_account text, of_dialect text, of_region text, of_zone text, of_state text, change bigint
  ) returns void language plpgsql as $$
  declare
    of_all text := row(of_what, of_account, of_dialect, of_region, of_zone, of_state)::text;
    last_left text := coalesce(current_setting('keyplane.last_left', true), '');
    place tid;
  begin
    if starts_with(last_left, of_all) then
      update kept_counts set count = count + change
        where ctid = substr(last_left, length(of_all) + 1)::tid returning ctid into place;
      if found then
        perform set_config('keyplane.last_left', of_all || place, true);
        return;
      end if;
    end if;
    if (abs(change) > 1 or random() * ${PARTS_ABOUT} < 1)
      and coalesce(current_setting('keyplane.has_taken', true), '') = ''
    then
      perform set_config('keyplane.has_taken', 'yes', true);
      with free as (
        select part from kept_counts
        where (${KEY}) = (of_what, of_account, of_dialect, of_region, of_zone, of_state)
        limit ${20 * PARTS_ABOUT} for update skip locked
      ), taken as (
        delete from kept_counts using free
        where (${KEY}) = (of_what, of_account, of_dialect, of_region, of_zone, of_state)
          and kept_counts.part = free.part
        returning count
      ) select change + coalesce(sum(count), 0) into change from taken;
      if change = 0 then return; end if;
    end if;
    insert into kept_counts (${KEY}, part, count) values (
      of_what, of_account, of_dialect, of_region, of_zone, of_state,
      floor(random() * ${Number.MAX_SAFE_INTEGER})::bigint, change
    ) returning ctid into place;
    perform set_config('keyplane.last_left', of_all || place, true);
  end $$`
