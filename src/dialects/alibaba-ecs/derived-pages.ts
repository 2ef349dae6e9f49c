import { z } from 'zod'

import type { Instance } from '../../core/instances/instance.ts'
import type { InstanceQuery } from '../../core/instances/store.ts'
import type { Position } from '../../core/page.ts'
import type { ActionContext } from '../kit/action.ts'
import { integer, states, text } from '../kit/params.ts'
import { pageNumber, pageSize } from './wire-types.ts'

// Lists of what instances have: disks, network interfaces. They are put together of the instances at each call.

const INSTANCES_AT_ONCE = 500

/** Of instances in the region of the call; an empty list of ids means none. */
type Conditions = Omit<InstanceQuery, 'region' | 'page'>

/** The last row that was seen: its instance, and its place among the rows of that instance. */
interface RowPosition extends Position {
  readonly row: number
}

/** Paging by number or by token. Source: spec/alibaba.md §1.11; the bounds: reference pages of the actions. */
export function rowPaging({ maxPageSize }: { readonly maxPageSize: number }) {
  return {
    MaxResults: integer()
      .transform((count) => Math.min(Math.max(count, 10), 500))
      .optional(),
    NextToken: rowToken().optional(),
    PageNumber: pageNumber().optional(),
    PageSize: pageSize(maxPageSize).optional(),
  }
}

interface Paging {
  readonly MaxResults?: number | undefined
  readonly NextToken?: RowPosition | undefined
  readonly PageNumber?: number | undefined
  readonly PageSize?: number | undefined
}

/** Which rows are wanted, and how an instance is turned into its rows, which keep their order. */
interface Wanted<Row> {
  readonly conditions: Conditions
  readonly rowsOf: (instance: Instance) => readonly Row[]
  readonly isMatch: (row: Row) => boolean
}

/**
 * One page of rows, those of the newest instance first, and the fields that tell of the page. With a token the total
 * is what is left from there on; it means nothing there. Source: spec/alibaba.md §1.11.
 */
export async function readRows<Row>(context: ActionContext, wanted: Wanted<Row>, paging: Paging) {
  const { limit, number, offset, hasToken } = placeOf(paging)
  const { NextToken: seen } = paging
  const instances = await instancesFrom(context, wanted.conditions, seen)
  const all = instances.flatMap((instance) => placedRows(instance, wanted, seen))
  const page = all.slice(offset, offset + limit)
  const next = hasToken && all.length > offset + limit ? page.at(-1)?.position : undefined
  return {
    rows: page.map(({ row }) => row),
    page: {
      ...{ TotalCount: all.length, PageNumber: number, PageSize: limit },
      NextToken: next ? writeRowToken(next) : '',
    },
  }
}

/** Tokens win over page numbers; a caller who names no page number is given a token too. */
function placeOf({ MaxResults, NextToken, PageNumber, PageSize = 10 }: Paging) {
  if (MaxResults !== undefined || NextToken) {
    return { limit: MaxResults ?? PageSize, number: 1, offset: 0, hasToken: true }
  }
  const number = PageNumber ?? 1
  const offset = (number - 1) * PageSize
  return { limit: PageSize, number, offset, hasToken: PageNumber === undefined }
}

/** The instances that match, from the one of the row that was seen last. */
async function instancesFrom(
  { core, call }: ActionContext,
  conditions: Conditions,
  seen: RowPosition | undefined,
): Promise<readonly Instance[]> {
  const { ids } = conditions
  if (ids?.length === 0) return []
  const found: Instance[] = []
  const read = async (query: Conditions, after: Position | undefined) => {
    const page = { limit: INSTANCES_AT_ONCE, after }
    const listed = await core.database.instances.list(call, { ...query, region: call.region, page })
    found.push(...listed.rows)
    return listed.next
  }
  if (seen && (!ids || ids.includes(seen.id))) await read({ ...conditions, ids: [seen.id] }, undefined)
  let after: Position | undefined = seen
  do after = await read(conditions, after)
  while (after)
  return found
}

function placedRows<Row>(
  instance: Instance,
  { rowsOf, isMatch }: Wanted<Row>,
  seen: RowPosition | undefined,
): { row: Row; position: RowPosition }[] {
  const { createdAtMs, id } = instance
  const rows = rowsOf(instance).map((row, index) => ({ row, position: { createdAtMs, id, row: index } }))
  const unseen = seen?.id === id ? rows.filter(({ position }) => position.row > seen.row) : rows
  return unseen.filter(({ row }) => isMatch(row))
}

/** Where the next page begins; opaque to callers. */
function rowToken() {
  return text().transform((token, context): RowPosition => {
    const [, createdAt, id, row] =
      /^(\d{1,15}) (\S+) (\d{1,3})$/.exec(Buffer.from(token, 'base64url').toString()) ?? []
    if (createdAt !== undefined && id !== undefined) {
      return { createdAtMs: Number(createdAt), id, row: Number(row) }
    }
    context.addIssue({ code: 'custom', ...states({ kind: 'malformed' }) })
    return z.NEVER
  })
}

function writeRowToken({ createdAtMs, id, row }: RowPosition): string {
  return Buffer.from(`${createdAtMs} ${id} ${row}`).toString('base64url')
}
