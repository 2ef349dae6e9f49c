import { hash } from 'node:crypto'

import type { Call } from './call.ts'
import type { Clock } from './clock.ts'
import type { Listed, Page, Position } from './page.ts'

/** A part of a list that is asked for by number. */
export interface NumberedPage {
  readonly limit: number
  readonly offset: number
}

/** What is looked for. */
interface Query {
  readonly ids?: readonly string[] | undefined
  readonly names?: readonly string[] | undefined
}

/** Where a page ended. */
interface PageEnd {
  readonly position: Position
  /** Rows that its reader has seen up to there. */
  readonly seen: number
  readonly atMs: number
}

/** How long a page waits for the next one to be asked for. */
const KEPT_MS = 60_000
/** Beyond it the page that was read first is forgotten. */
const MOST_KEPT = 10_000

/**
 * Lets who pages by number read every row once while others are created and deleted: the page that follows one he has
 * just read goes on behind its last row, wherever that row is by now. Any other page is counted from the first row.
 *
 * In memory: another process counts from the first row. Of two callers who page through the same list at the same time
 * with one access key, one may be led on from the other's page.
 */
export class ContinuedPages {
  readonly #clock: Clock
  readonly #ends = new Map<string, PageEnd>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * Reads one page of what `query` describes. `asked` is the page in the caller's words, where the list is put together
   * of several and `page` is what is left of it for this one.
   */
  async read<Row extends Position>(
    call: Call,
    { query, page, asked }: { query: Query; page: Page; asked?: NumberedPage | undefined },
    list: (page: Page) => Promise<Listed<Row>>,
  ): Promise<Listed<Row>> {
    if (!('offset' in page)) return list(page)
    const { offset, limit } = asked ?? page
    const keyOf = (offset: number) => `${nameOf(call, query)} ${offset}`
    const end = offset === 0 ? undefined : this.#endBefore(keyOf(offset))
    const listed = await list(end ? { limit: page.limit, after: end.position } : page)
    // To what was asked for one by one, and came as a whole, nothing is added.
    if ((query.ids ?? query.names) && offset === 0 && !listed.next) return listed
    const seen = (end?.seen ?? page.offset) + listed.rows.length
    // Behind the last page there is nothing, whatever comes before it meanwhile.
    const position = listed.rows.at(-1) ?? end?.position
    if (position && page.limit > 0) this.#keep(keyOf(offset + limit), { position, seen })
    return end && page.limit > 0 ? { ...listed, total: totalFrom(seen, listed) } : listed
  }

  /** Nobody is led on from a page that he read so far. */
  clear(): void {
    this.#ends.clear()
  }

  #endBefore(key: string): PageEnd | undefined {
    const kept = this.#ends.get(key)
    return kept && this.#clock.now() - kept.atMs < KEPT_MS ? kept : undefined
  }

  #keep(key: string, { position: { createdAtMs, id }, seen }: Omit<PageEnd, 'atMs'>): void {
    const atMs = this.#clock.now()
    this.#ends.delete(key)
    this.#ends.set(key, { position: { createdAtMs, id }, seen, atMs })
    // Oldest first.
    for (const [old, end] of this.#ends) {
      if (this.#ends.size <= MOST_KEPT && atMs - end.atMs < KEPT_MS) break
      this.#ends.delete(old)
    }
  }
}

/**
 * All matches as who pages through them counts them: what went behind him still counts and what came there does not.
 * Otherwise one who reads until he has seen as many as there are would stop too early, or never.
 */
function totalFrom(seen: number, { total, next }: Listed<unknown>): number {
  return next ? Math.max(total, seen + 1) : seen
}

function nameOf({ dialect, account, accessKeyId, region, action }: Call, query: Query): string {
  // A query may be as long as its caller likes; what is kept of it is not.
  const list = [dialect, account, accessKeyId, region, action, { ...query, page: undefined }]
  return hash('sha256', JSON.stringify(list), 'base64')
}
