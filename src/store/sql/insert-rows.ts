import type { Kysely } from 'kysely'

import { directEngineOf, type Prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

/** Few sizes, so that the statements are few and can be kept ready. */
const SIZES = [64, 16, 4, 1]

/** What is inserted, and the statement that inserts one. */
interface Rows<Row extends Readonly<Record<string, unknown>>> {
  readonly rows: readonly Row[]
  readonly one: Prepared<Row, never>
}

/**
 * Inserts rows together: over a connection each statement is a round trip, and many rows take one. Where a statement runs
 * at once, each row is one.
 */
export async function insertRows<Table extends 'audit' | 'audit_seals'>(
  db: Kysely<Schema>,
  table: Table,
  { rows, one }: Rows<Schema[Table]>,
): Promise<void> {
  if (directEngineOf(db)) return one.runEach(db, rows)
  let from = 0
  for (const size of SIZES) {
    for (; rows.length - from >= size; from += size) {
      const part = rows.slice(from, from + size)
      if (size === 1) await one.runEach(db, part)
      // Its insertable row is the row itself: nothing has a default.
      else
        await db
          .insertInto(table)
          .values(part as never)
          .execute()
    }
  }
}
