import type { CompiledQuery, Kysely } from 'kysely'

import type { Schema } from '../sql/schema.ts'
import { byName } from './known-tables.ts'
import type { Row } from './snapshot.ts'

/** In one statement; more are not faster. */
const MOST_VALUES = 2_000

/**
 * Inserts rows of the same columns. A statement is built once for each number of rows of a table: building it costs
 * several times what running does.
 */
export function insertRows(tx: Kysely<Schema>): (table: string, rows: readonly Row[]) => Promise<void> {
  const db = byName(tx.withoutPlugins())
  const built = new Map<string, CompiledQuery>()
  return async (table, rows) => {
    const columns = Object.keys(rows[0] ?? {})
    const most = Math.max(1, Math.floor(MOST_VALUES / Math.max(1, columns.length)))
    for (let from = 0; from < rows.length; from += most) {
      const some = rows.slice(from, from + most)
      const shape = JSON.stringify([table, some.length, columns])
      let query = built.get(shape)
      if (!query) built.set(shape, (query = db.insertInto(table).values(some).compile()))
      const parameters = some.flatMap((row) => valuesOf(row, columns))
      await db.executeQuery({ ...query, parameters })
    }
  }
}

function valuesOf(row: Row, columns: readonly string[]): readonly unknown[] {
  const isSame = Object.keys(row).length === columns.length && columns.every((column) => column in row)
  if (!isSame) throw new Error(`the rows of a table have different columns: ${Object.keys(row).join(', ')}`)
  return columns.map((column) => row[column])
}
