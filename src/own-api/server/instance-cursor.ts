import type { InstanceOrder, InstancePlace } from '../../core/instances/store.ts'
import { fromCursor, keyFromCursor, nextPage, timeFrom, toCursor } from './cursor.ts'
import { Problem } from './problem.ts'

const PARTS = 5

/** @throws Problem 400 for what no page in this order gave */
export function placeFromCursor(cursor: string | undefined, order: InstanceOrder): InstancePlace | undefined {
  if (cursor === undefined || order === 'id') return keyFromCursor(cursor)
  const [given, value = '', account = '', dialect = '', id = ''] = fromCursor(cursor, PARTS)
  if (given !== order) throw new Problem(400, 'cursor: is of a list in another order')
  const key = { account, dialect, id }
  return order === 'name' ? { ...key, name: value } : { ...key, createdAtMs: timeFrom(value) }
}

export function nextPlace(place: InstancePlace | undefined, order: InstanceOrder): { next?: string } {
  if (!place || order === 'id') return nextPage(place)
  const { account, dialect, id, name = '', createdAtMs = 0 } = place
  const value = order === 'name' ? name : createdAtMs
  return { next: toCursor([order, value, account, dialect, id]) }
}
