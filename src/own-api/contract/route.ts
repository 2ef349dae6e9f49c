import { type HTTPMethod, type HTTPPath, oc } from '@orpc/contract'
import { z } from 'zod'

import type { Scope } from './scopes.ts'

/** What every route says beside its path. */
export interface RouteMeta {
  /** The least that its caller's token must be good for. */
  readonly scope: Scope
  /** A stream without an end of its own: it cannot be told all at once. */
  readonly isEndless?: boolean
}

const base = oc.$meta<RouteMeta>({ scope: 'admin' })

/**
 * A route of the own API. Names in braces are fields of its input; of a GET the others are in the query, else in the
 * body. `.input()` and `.output()` follow.
 */
export function route(
  method: HTTPMethod,
  path: HTTPPath,
  about: {
    readonly scope: Scope
    /** One sentence, for people who read the API's document. */
    readonly summary: string
    readonly tag: string
    /** Of an answer that is no refusal; 200 by default. */
    readonly status?: number
    readonly isEndless?: boolean
  },
) {
  const { scope, summary, tag, status = 200, isEndless = false } = about
  return base.meta({ scope, isEndless }).route({ method, path, summary, tags: [tag], successStatus: status })
}

export const accountId = z.string().regex(/^\d{1,20}$/, 'must have digits only')

/** RFC 3339, UTC. */
export const time = z.iso.datetime()

/** Flags of a query come as text. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])

const MOST_PER_PAGE = 500

/** Where a list goes on, and how much of it is wanted. */
export const pageQuery = {
  cursor: z.string().max(1_000).optional().describe('`next` of the page before'),
  limit: z.coerce.number().pipe(z.int().min(1).max(MOST_PER_PAGE)).default(100),
}

/** One page of a list; without `next` it is the last. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().optional() })
}
