import type { Instance } from '../../core/instances/instance.ts'
import { readAllInstances } from '../../core/instances/read-all.ts'
import type { InstanceQuery } from '../../core/instances/store.ts'
import type { ActionContext } from '../kit/action.ts'
import { integer } from '../kit/params.ts'
import {
  isBehind,
  type PlacedRow,
  placeRows,
  type RowPosition,
  rowToken,
  writeRowToken,
} from '../kit/row-pages.ts'
import { pageNumber, pageSize } from './wire-types.ts'

// Lists of what instances have: disks, network interfaces. They are put together of the instances at each call.

/** Of instances in the region of the call; an empty list of ids means none. */
type Conditions = Omit<InstanceQuery, 'region' | 'page'>

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
  const all = instances.flatMap((instance) => matchingRows(instance, wanted, seen))
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
  const isWanted = seen && (!ids || ids.includes(seen.id))
  const first = isWanted ? await readAllInstances(core, call, { ...conditions, ids: [seen.id] }) : []
  return [...first, ...(await readAllInstances(core, call, conditions, seen))]
}

function matchingRows<Row>(
  instance: Instance,
  { rowsOf, isMatch }: Wanted<Row>,
  seen: RowPosition | undefined,
): readonly PlacedRow<Row>[] {
  const rows = placeRows(instance, rowsOf).filter(({ row }) => isMatch(row))
  return seen ? rows.filter(({ position }) => isBehind(position, seen)) : rows
}
