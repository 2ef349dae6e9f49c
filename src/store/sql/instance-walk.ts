import { type Kysely, sql } from 'kysely'

import type { Instance, InstanceKey } from '../../core/instances/instance.ts'
import type { InstanceWalk } from '../../core/instances/store.ts'
import type { Schema } from './schema.ts'

/** Rows that filters are tried on by one statement, and statements of one call: what one call costs at most. */
const ROWS_AT_ONCE = 1_000
const MOST_STATEMENTS = 10

type Key = { account_id: string; dialect: string; id: string }
type FindByIds = (
  owner: { account: string; dialect: string },
  ids: readonly string[],
) => Promise<readonly Instance[]>

/** Goes through instances by their primary key; see the port. */
export async function walkInstances(
  db: Kysely<Schema>,
  query: InstanceWalk,
  findByIds: FindByIds,
): Promise<{ rows: readonly Instance[]; next: InstanceKey | undefined }> {
  const found: Key[] = []
  let after = query.after && { ...query.after, account_id: query.after.account }
  for (let turn = 0; turn < MOST_STATEMENTS; turn += 1) {
    const { matching, last } = await tryRows(db, query, after)
    const room = query.limit - found.length
    found.push(...matching.slice(0, room))
    if (matching.length > room || (found.length === query.limit && last)) {
      return { rows: await whole(found, findByIds), next: keyOf(found.at(-1)) }
    }
    if (!last) return { rows: await whole(found, findByIds), next: undefined }
    after = { ...last, account: last.account_id }
  }
  return { rows: await whole(found, findByIds), next: keyOf(after) }
}

/** Those of the next rows that match, and the last one that was looked at, unless it was the last of all. */
async function tryRows(
  db: Kysely<Schema>,
  query: InstanceWalk,
  after: Key | undefined,
): Promise<{ matching: readonly Key[]; last: Key | undefined }> {
  const { account, dialect } = query
  const rows = await db
    .selectFrom('instances')
    .select(['account_id', 'dialect', 'id'])
    .select(sql<number | boolean>`${matches(query)}`.as('is_match'))
    .$if(account !== undefined, (rows) => rows.where('account_id', '=', account ?? ''))
    .$if(dialect !== undefined, (rows) => rows.where('dialect', '=', dialect ?? ''))
    .$if(after !== undefined, (rows) =>
      rows.where(
        sql<boolean>`(account_id, dialect, id) > (${after?.account_id}, ${after?.dialect}, ${after?.id})`,
      ),
    )
    .orderBy('account_id')
    .orderBy('dialect')
    .orderBy('id')
    .limit(ROWS_AT_ONCE)
    .execute()
  // SQLite has no booleans.
  const matching = rows.filter(({ is_match: isMatch }) => Boolean(isMatch))
  return { matching, last: rows.length === ROWS_AT_ONCE ? rows.at(-1) : undefined }
}

function matches({ region, state, text, keyPairId, isPending }: InstanceWalk) {
  const conditions = [sql`1 = 1`]
  if (region !== undefined) conditions.push(sql`region = ${region}`)
  if (state !== undefined) conditions.push(sql`state = ${state}`)
  if (isPending !== undefined)
    conditions.push(sql`(desired_version <> applied_version) = ${sql.lit(isPending)}`)
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

/** What counting needs of the next rows. */
export async function glanceAtInstances(
  db: Kysely<Schema>,
  { after, limit }: { readonly after: InstanceKey | undefined; readonly limit: number },
) {
  const rows = await db
    .selectFrom('instances')
    .select(['account_id', 'dialect', 'id', 'state', 'desired_version', 'applied_version'])
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(account_id, dialect, id) > (${after?.account}, ${after?.dialect}, ${after?.id})`,
      ),
    )
    .orderBy('account_id')
    .orderBy('dialect')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    ...{ account: row.account_id, dialect: row.dialect, id: row.id, state: row.state },
    isPending: row.desired_version !== row.applied_version,
  }))
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

function keyOf(key: Key | undefined): InstanceKey | undefined {
  return key && { account: key.account_id, dialect: key.dialect, id: key.id }
}
