import { type Kysely, sql } from 'kysely'

import type { Instance } from '../../core/instances/instance.ts'
import type { InstanceOrder, InstancePlace, InstanceWalk } from '../../core/instances/store.ts'
import type { Schema } from './schema.ts'

/** Rows that filters are tried on by one statement, and statements of one call: what one call costs at most. */
const ROWS_AT_ONCE = 1_000
const MOST_STATEMENTS = 10

type Key = { account_id: string; dialect: string; id: string; name: string; created_at_ms: number }
type FindByIds = (
  owner: { account: string; dialect: string },
  ids: readonly string[],
) => Promise<readonly Instance[]>

/** Columns of each order, which is the one of an index, and what its places have of an instance. */
const ORDERS = {
  id: { columns: ['account_id', 'dialect', 'id'], direction: 'asc' },
  name: { columns: ['name', 'account_id', 'dialect', 'id'], direction: 'asc' },
  newest: { columns: ['created_at_ms', 'account_id', 'dialect', 'id'], direction: 'desc' },
} as const satisfies Record<InstanceOrder, { columns: readonly (keyof Key)[]; direction: 'asc' | 'desc' }>

/** Goes through instances by an index; see the port. */
export async function walkInstances(
  db: Kysely<Schema>,
  query: InstanceWalk,
  findByIds: FindByIds,
): Promise<{ rows: readonly Instance[]; next: InstancePlace | undefined }> {
  const { order = 'id' } = query
  const found: Key[] = []
  let after = query.after && rowAt(query.after)
  for (let turn = 0; turn < MOST_STATEMENTS; turn += 1) {
    const { matching, last } = await tryRows(db, query, after)
    const room = query.limit - found.length
    found.push(...matching.slice(0, room))
    if (matching.length > room || (found.length === query.limit && last)) {
      return { rows: await whole(found, findByIds), next: placeOf(found.at(-1), order) }
    }
    if (!last) return { rows: await whole(found, findByIds), next: undefined }
    after = last
  }
  return { rows: await whole(found, findByIds), next: placeOf(after, order) }
}

/** Those of the next rows that match, and the last one that was looked at, unless it was the last of all. */
async function tryRows(
  db: Kysely<Schema>,
  query: InstanceWalk,
  after: Key | undefined,
): Promise<{ matching: readonly Key[]; last: Key | undefined }> {
  const { account, dialect, isPending, order = 'id' } = query
  const { columns, direction } = ORDERS[order]
  // Other orders are not by account: there it is a filter like the others, and nothing is sorted.
  const isNarrowed = order === 'id'
  const rows = await db
    .selectFrom('instances')
    .select(['account_id', 'dialect', 'id', 'name', 'created_at_ms'])
    .select(sql<number | boolean>`${matches(query)}`.as('is_match'))
    .$if(isNarrowed && account !== undefined, (rows) => rows.where('account_id', '=', account ?? ''))
    .$if(isNarrowed && dialect !== undefined, (rows) => rows.where('dialect', '=', dialect ?? ''))
    // By key an index has only these; in other orders they are looked for like the others.
    .$if(isNarrowed && isPending === true, (rows) => rows.where(IS_PENDING))
    .$if(after !== undefined, (rows) => rows.where(isBehind(after, columns, direction)))
    .orderBy(sql.join(columns.map((name) => sql`${sql.ref(name)} ${sql.raw(direction)}`)))
    .limit(ROWS_AT_ONCE)
    .execute()
  // SQLite has no booleans.
  const matching = rows.filter(({ is_match: isMatch }) => Boolean(isMatch))
  return { matching, last: rows.length === ROWS_AT_ONCE ? rows.at(-1) : undefined }
}

const IS_PENDING = sql<boolean>`desired_version <> applied_version`

function isBehind(after: Key | undefined, columns: readonly (keyof Key)[], direction: 'asc' | 'desc') {
  const names = sql.join(columns.map((name) => sql.ref(name)))
  const values = sql.join(columns.map((name) => sql`${after?.[name]}`))
  return sql<boolean>`(${names}) ${sql.raw(direction === 'asc' ? '>' : '<')} (${values})`
}

function matches({ account, dialect, region, state, text, keyPairId, isPending }: InstanceWalk) {
  const conditions = [sql`1 = 1`]
  if (account !== undefined) conditions.push(sql`account_id = ${account}`)
  if (dialect !== undefined) conditions.push(sql`instances.dialect = ${dialect}`)
  if (region !== undefined) conditions.push(sql`region = ${region}`)
  if (state !== undefined) conditions.push(sql`state = ${state}`)
  if (isPending !== undefined) conditions.push(sql`(${IS_PENDING}) = ${sql.lit(isPending)}`)
  if (keyPairId !== undefined) {
    // Counted: an `exists` might be answered by reading all bindings once.
    conditions.push(sql`(select count(*) from bindings where bindings.account_id = instances.account_id
      and bindings.dialect = instances.dialect and bindings.instance_id = instances.id
      and bindings.key_pair_id = ${keyPairId}) > 0`)
  }
  if (text !== undefined && text !== '') {
    const part = text.toLowerCase()
    const has = (name: string) =>
      sql`replace(lower(${sql.ref(name)}), ${part}, '') <> lower(${sql.ref(name)})`
    conditions.push(sql`(${sql.join(['name', 'instances.id', 'address'].map(has), sql` or `)})`)
  }
  return sql.join(conditions, sql` and `)
}

/** The instances of these keys, in their order; one that went in between is left out. */
async function whole(keys: readonly Key[], findByIds: FindByIds): Promise<readonly Instance[]> {
  const owners = Map.groupBy(keys, ({ account_id: account, dialect }) => `${account} ${dialect}`)
  const found = new Map<string, Instance>()
  for (const [name, owned] of owners) {
    const [{ account_id: account, dialect } = { account_id: '', dialect: '' }] = owned
    const rows = await findByIds(
      { account, dialect },
      owned.map(({ id }) => id),
    )
    for (const row of rows) found.set(`${name} ${row.id}`, row)
  }
  return keys.flatMap(
    ({ account_id: account, dialect, id }) => found.get(`${account} ${dialect} ${id}`) ?? [],
  )
}

function placeOf(row: Key | undefined, order: InstanceOrder): InstancePlace | undefined {
  if (!row) return undefined
  const key = { account: row.account_id, dialect: row.dialect, id: row.id }
  if (order === 'name') return { ...key, name: row.name }
  return order === 'newest' ? { ...key, createdAtMs: row.created_at_ms } : key
}

function rowAt({ account, dialect, id, name = '', createdAtMs = 0 }: InstancePlace): Key {
  return { account_id: account, dialect, id, name, created_at_ms: createdAtMs }
}
