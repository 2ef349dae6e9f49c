import type { Instance } from '../../core/instances/instance.ts'
import type { NumberedPage } from '../../core/continued-pages.ts'
import type { Page, Position } from '../../core/page.ts'
import type { ActionContext } from './action.ts'
import { pageOf } from './page-of.ts'
import { pageToken, writeToken } from './page-tokens.ts'

// Lists of what instances have: disks, network interfaces. They are put together of the instances at each call.

/** A row's place: that of its instance, and its own among the rows of that instance. */
export interface RowPosition extends Position {
  readonly row: number
}

export interface PlacedRow<Row> {
  readonly row: Row
  readonly position: RowPosition
}

/** The rows of an instance, which keep their order. */
export function placeRows<Row>(
  instance: Instance,
  rowsOf: (instance: Instance) => readonly Row[],
): readonly PlacedRow<Row>[] {
  const { createdAtMs, id } = instance
  return rowsOf(instance).map((row, index) => ({ row, position: { createdAtMs, id, row: index } }))
}

/** Whether a row comes later in a list, newest instance first, whatever came and went before it. */
export function isBehind(position: RowPosition, seen: RowPosition): boolean {
  if (position.createdAtMs !== seen.createdAtMs) return position.createdAtMs < seen.createdAtMs
  return position.id === seen.id ? position.row > seen.row : position.id < seen.id
}

/**
 * One page by number, as `core.pages` counts it: it goes on behind the one that was read before. `query` tells lists
 * apart in which the caller pages.
 */
export async function readNumberedRows<Row>(
  { core, call }: ActionContext,
  rows: readonly PlacedRow<Row>[],
  { query, ...page }: NumberedPage & { readonly query: object },
): Promise<{ readonly rows: readonly Row[]; readonly total: number }> {
  const listed = rows.map(({ row, position }) => ({ row, ...flat(position) }))
  const read = (page: Page) => Promise.resolve(pageOf(listed, page, compareFlat))
  const found = await core.pages.read(call, { query, page }, read)
  return { rows: found.rows.map(({ row }) => row), total: found.total }
}

/** As the place of something that has no rows. */
function flat({ createdAtMs, id, row }: RowPosition): Position {
  return { createdAtMs, id: `${id} ${row}` }
}

function compareFlat(a: Position, b: Position): number {
  return isBehind(unflat(b), unflat(a)) ? -1 : 1
}

function unflat({ createdAtMs, id }: Position): RowPosition {
  const space = id.lastIndexOf(' ')
  return { createdAtMs, id: id.slice(0, space), row: Number(id.slice(space + 1)) }
}

/** The last row that was seen. */
export function rowToken() {
  return pageToken((token): RowPosition | undefined => {
    const [, createdAt, id, row] = /^(\d{1,15}) (\S{1,64}) (\d{1,3})$/.exec(token) ?? []
    if (createdAt === undefined || id === undefined) return undefined
    return { createdAtMs: Number(createdAt), id, row: Number(row) }
  })
}

export function writeRowToken({ createdAtMs, id, row }: RowPosition): string {
  return writeToken(createdAtMs, id, row)
}
