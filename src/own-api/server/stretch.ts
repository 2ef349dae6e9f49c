import type { Stretch } from '../../core/accounts/store.ts'
import { fromCursor, toCursor } from './cursor.ts'

interface Asked {
  readonly cursor?: string | undefined
  readonly limit: number
}

/** A page of a list that is ordered by what `keyOf` tells; its cursor is that of the last row. */
export async function pageByKey<Row, Item>(
  { cursor, limit }: Asked,
  list: (stretch: Stretch) => Promise<readonly Row[]>,
  { keyOf, tell }: { readonly keyOf: (row: Row) => string; readonly tell: (row: Row) => Item },
): Promise<{ items: Item[]; next?: string }> {
  const after = cursor === undefined ? undefined : fromCursor(cursor, 1)[0]
  // One more than was asked for: the page has one behind it.
  const rows = await list({ limit: limit + 1, after })
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  if (rows.length <= limit || last === undefined) return { items: items.map(tell) }
  return { items: items.map(tell), next: toCursor([keyOf(last)]) }
}
