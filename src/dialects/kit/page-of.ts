import type { Listed, Page, Position } from '../../core/page.ts'

/** One page of rows that are all at hand, in the order that `compare` tells. */
export function pageOf<Row extends Position>(
  rows: readonly Row[],
  page: Page,
  compare: (a: Position, b: Position) => number,
): Listed<Row> {
  const after = 'offset' in page ? undefined : page.after
  const rest = after ? rows.filter((row) => compare(after, row) < 0) : rows
  const offset = 'offset' in page ? page.offset : 0
  const shown = rest.slice(offset, offset + page.limit)
  const hasMore = rest.length > offset + page.limit
  return { rows: shown, total: rows.length, next: hasMore ? shown.at(-1) : undefined }
}
