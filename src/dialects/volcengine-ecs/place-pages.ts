import { z } from 'zod'

import type { Position } from '../../core/page.ts'
import { integer } from '../kit/params.ts'
import type { ActionContext } from '../kit/action.ts'
import {
  isBehind,
  type PlacedRow,
  readNumberedRows,
  type RowPosition,
  writeRowToken,
} from '../kit/row-pages.ts'
import { writeNextToken } from './next-token.ts'
import { given } from './wire-types.ts'

/** PageNumber from 1, PageSize at most 100. Unverified: the default. Source: spec/volcengine.md §1.10. */
export function numberedPages({ byDefault }: { readonly byDefault: number }) {
  return {
    PageNumber: given(integer().pipe(z.int().min(1)).default(1)),
    PageSize: given(integer().pipe(z.int().min(1).max(100)).default(byDefault)),
  }
}

/** The page of that number; past the end it is empty. */
export function pageByNumber<T>(
  rows: readonly T[],
  { PageNumber, PageSize }: { readonly PageNumber: number; readonly PageSize: number },
): readonly T[] {
  const start = (PageNumber - 1) * PageSize
  return rows.slice(start, start + PageSize)
}

/** The page of that number of rows of instances. */
export function readPageByNumber<Row>(
  context: ActionContext,
  rows: readonly PlacedRow<Row>[],
  { PageNumber, PageSize, ...query }: { readonly PageNumber: number; readonly PageSize: number },
): Promise<{ readonly rows: readonly Row[]; readonly total: number }> {
  const page = { offset: (PageNumber - 1) * PageSize, limit: PageSize }
  return readNumberedRows(context, rows, { ...page, query })
}

/** A page of rows of instances; the next one goes on behind its last row, whatever came or went meanwhile. */
export function pageByRow<Row>(
  rows: readonly PlacedRow<Row>[],
  page: { readonly NextToken?: RowPosition | undefined; readonly MaxResults: number },
): { readonly rows: readonly Row[]; readonly total: number; readonly NextToken: string } {
  const { NextToken: seen, MaxResults } = page
  const rest = seen ? rows.filter(({ position }) => isBehind(position, seen)) : rows
  const shown = rest.slice(0, MaxResults)
  const last = rest.length > MaxResults ? shown.at(-1) : undefined
  const NextToken = last ? writeRowToken(last.position) : ''
  return { rows: shown.map(({ row }) => row), total: rows.length, NextToken }
}

/**
 * A page of a list that never changes, like that of a catalog: its rows have no time of their own, so the token keeps a
 * place.
 */
export function pageByPlace<T>(
  rows: readonly T[],
  page: { readonly NextToken?: Position | undefined; readonly MaxResults: number },
): { readonly rows: readonly T[]; readonly NextToken: string } {
  const start = page.NextToken ? page.NextToken.createdAtMs : 0
  const shown = rows.slice(start, start + page.MaxResults)
  const end = start + shown.length
  const next = end < rows.length ? { createdAtMs: end, id: 'place' } : undefined
  return { rows: shown, NextToken: writeNextToken(next) }
}
