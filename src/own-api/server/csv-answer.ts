import { Readable } from 'node:stream'

import { z } from 'zod'

import { asCsv, csvLines } from '../contract/csv.ts'
import { HEADERS, type OwnAnswer, type OwnRequest } from './answers.ts'
import type { Turns } from './turns.ts'

/** A list, or a page of one. */
const list = z.looseObject({ items: z.array(z.looseObject({})), next: z.string().optional() })
type List = z.infer<typeof list>

/** Undefined: it is no list, and so has no CSV. */
export function readList(answer: unknown): List | undefined {
  return list.safeParse(answer).data
}

/** The fields of a list's items, as the contract has them; undefined: it is no list. */
export function columnsOf(outputSchema: unknown): readonly string[] | undefined {
  if (!(outputSchema instanceof z.ZodObject)) return undefined
  const { items }: Readonly<Record<string, unknown>> = outputSchema.shape
  if (!(items instanceof z.ZodArray) || !(items.element instanceof z.ZodObject)) return undefined
  return Object.keys(items.element.shape)
}

interface Further {
  readonly columns: readonly string[]
  readonly turns: Turns
  /** Reads the page at another target of the same list. */
  readonly read: (target: string) => Promise<List>
}

/**
 * A list for programs that open tables, which do not know of pages: it is whole, page by page. Who asked for a page has
 * that one, and is told where the next one is.
 */
export function csvAnswer({ target }: Pick<OwnRequest, 'target'>, first: List, further: Further): OwnAnswer {
  const { next } = first
  const { searchParams } = new URL(target, 'http://keyplane')
  const isPage = searchParams.has('limit') || searchParams.has('cursor')
  const headers = { ...HEADERS, 'content-type': 'text/csv; charset=utf-8' }
  if (next !== undefined && !isPage)
    return { status: 200, headers, body: Readable.from(everyPage(target, first, further)) }
  const link = next === undefined ? {} : { link: `<${pageAt(target, next)}>; rel="next"` }
  return { status: 200, headers: { ...headers, ...link }, body: asCsv(first.items, further.columns) }
}

async function* everyPage(target: string, first: List, { columns, turns, read }: Further) {
  yield asCsv(first.items, columns)
  for (let { next } = first; next !== undefined;) {
    await turns.take(first.items.length)
    const page = await read(pageAt(target, next))
    yield csvLines(page.items, columns)
    next = page.next
  }
}

function pageAt(target: string, cursor: string): string {
  const { pathname, searchParams } = new URL(target, 'http://keyplane')
  searchParams.set('cursor', cursor)
  return `${pathname}?${searchParams.toString()}`
}
