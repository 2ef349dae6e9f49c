import { z } from 'zod'

import type { Position } from '../../core/page.ts'
import { integer } from '../kit/params.ts'
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

/**
 * A page of a list whose order is that of its rows: unlike what is stored, they have no time of their own, so the token
 * keeps a place.
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
