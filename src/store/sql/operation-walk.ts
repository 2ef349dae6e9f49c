import { type Kysely, sql } from 'kysely'

import type { OperationWalk } from '../../core/operations/store.ts'
import type { Position } from '../../core/page.ts'
import type { Schema } from './schema.ts'

/** Rows that filters are tried on by one statement, and statements of one call: what one call costs at most. */
const ROWS_AT_ONCE = 1_000
const MOST_STATEMENTS = 10

/** Goes through operations by the index of their times; see the port. */
export async function walkOperations(
  db: Kysely<Schema>,
  query: OperationWalk,
): Promise<{ ids: readonly string[]; next: Position | undefined }> {
  const ids: string[] = []
  let { after } = query
  for (let turn = 0; turn < MOST_STATEMENTS; turn += 1) {
    const rows = await nextRows(db, query, after)
    for (const { id, created_at_ms: createdAtMs, is_match: isMatch } of rows) {
      // Another one is there: the page ends before it.
      if (ids.length === query.limit) return { ids, next: after }
      after = { id, createdAtMs }
      // 1 and 0 where there are no booleans.
      if (isMatch) ids.push(id)
    }
    if (rows.length < ROWS_AT_ONCE) return { ids, next: undefined }
  }
  return { ids, next: after }
}

function nextRows(db: Kysely<Schema>, query: OperationWalk, after: Position | undefined) {
  return db
    .selectFrom('operations')
    .select(['id', 'created_at_ms'])
    .select(sql<number | boolean>`${matches(query)}`.as('is_match'))
    .$if(after !== undefined, (rows) =>
      rows.where(sql<boolean>`(created_at_ms, id) < (${after?.createdAtMs}, ${after?.id})`),
    )
    .orderBy('created_at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(ROWS_AT_ONCE)
    .execute()
}

function matches({ account, dialect, instanceId, outcome }: OperationWalk) {
  const columns = { account_id: account, dialect, instance_id: instanceId, outcome }
  const conditions = Object.entries(columns).flatMap(([name, value]) =>
    value === undefined ? [] : [sql`${sql.ref(name)} = ${value}`],
  )
  return sql.join([sql`1 = 1`, ...conditions], sql` and `)
}
