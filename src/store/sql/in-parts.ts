import type { Kysely } from 'kysely'

import { directEngineOf } from './prepared.ts'
import type { Schema } from './schema.ts'

/** Few sizes, so that the statements are few and can be kept ready. */
const SIZES = [64, 16, 4, 1]

/**
 * Rows as they are inserted together: over a connection each statement is a round trip, and many rows take one. Where a
 * statement runs at once, each row is one.
 */
export function* inParts<Row>(db: Kysely<Schema>, rows: readonly Row[]): Generator<readonly Row[]> {
  const sizes = directEngineOf(db) ? [1] : SIZES
  let from = 0
  for (const size of sizes) {
    while (rows.length - from >= size) {
      yield rows.slice(from, from + size)
      from += size
    }
  }
}
