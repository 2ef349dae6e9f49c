import { type Kysely, sql } from 'kysely'

import type { OperationWalk } from '../../core/operations/store.ts'
import type { Position } from '../../core/page.ts'
import type { Schema } from './schema.ts'

/** Rows that filters are tried on by one statement, and statements of one call: what one call costs at most. */
const ROWS_AT_ONCE = 1_000
const MOST_STATEMENTS = 10

/** Goes through operations by the index of their times, or of those of one instance; see the port. */
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
    if (rows.length < rowsAtOnce(query)) return { ids, next: undefined }
  }
  return { ids, next: after }
}

/** Where every row is wanted, no more are read than are given, and one that tells whether there are more. */
function rowsAtOnce({ account, dialect, outcome, limit }: OperationWalk): number {
  const isFiltered = account !== undefined || dialect !== undefined || outcome !== undefined
  return isFiltered ? ROWS_AT_ONCE : Math.min(ROWS_AT_ONCE, limit + 1)
}

function nextRows(db: Kysely<Schema>, query: OperationWalk, after: Position | undefined) {
  return db
    .selectFrom('operations')
    .select(['id', 'created_at_ms'])
    .select(sql<number | boolean>`${matches(query)}`.as('is_match'))
    .$if(query.instanceId !== undefined, (rows) => rows.where('instance_id', '=', query.instanceId ?? ''))
    .$if(after !== undefined, (rows) =>
      rows.where(sql<boolean>`(created_at_ms, id) < (${after?.createdAtMs}, ${after?.id})`),
    )
    .orderBy('created_at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(rowsAtOnce(query))
    .execute()
}

function matches({ account, dialect, outcome }: OperationWalk) {
  const columns = { account_id: account, dialect, outcome }
  const conditions = Object.entries(columns).flatMap(([name, value]) =>
    value === undefined ? [] : [sql`${sql.ref(name)} = ${value}`],
  )
  return sql.join([sql`1 = 1`, ...conditions], sql` and `)
}
