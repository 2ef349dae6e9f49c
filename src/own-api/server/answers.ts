import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'

import { toEventStream } from '@orpc/standard-server-node'

import { Problem } from './problem.ts'

/** One request as the listener has it. */
export interface OwnRequest {
  readonly method: string
  /** Path with query. */
  readonly target: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
  readonly sourceAddress: string
  /** It came over TLS. */
  readonly isSecure: boolean
  /** Aborts when the caller has gone. */
  readonly gone: AbortSignal
}

export interface OwnAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Readable | undefined
}

/** Answers tell secrets and states of the moment. */
export const HEADERS = { 'cache-control': 'no-store' }
const LINES = 'application/x-ndjson'

/** Results of one call that are told all at once; of a bind at 10,000 instances there are as many. */
const MOST_AT_ONCE = 20_000

/** A stream without results says at this pace that it is alive. */
const KEEP_ALIVE_MS = 15_000

type Headers = OwnAnswer['headers']

/** Whether results are wanted all at once, not as they come. */
export function takesJsonAlone(headers: OwnRequest['headers']): boolean {
  const accept = acceptOf(headers)
  return accept.startsWith('application/json') && !accept.includes(LINES)
}

export function acceptOf(headers: OwnRequest['headers']): string {
  return String(headers['accept'] ?? '')
}

export function emptyAnswer(status: number, also?: Headers): OwnAnswer {
  return { status, headers: { ...HEADERS, ...also }, body: undefined }
}

export function jsonAnswer(status: number, text: string, also?: Headers): OwnAnswer {
  return { status, headers: { ...HEADERS, ...also, 'content-type': 'application/json' }, body: text }
}

export function problemAnswer(status: number, text: string, also?: Headers): OwnAnswer {
  const asks = status === 401 ? { 'www-authenticate': 'Bearer realm="keyplane"' } : {}
  return {
    status,
    headers: { ...HEADERS, ...asks, ...also, 'content-type': 'application/problem+json' },
    body: text,
  }
}

/** What was read has a tag; who has it already is only told so. */
export function taggedAnswer({ headers }: Pick<OwnRequest, 'headers'>, text: string): OwnAnswer {
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`
  // One that is asked about may be kept, not one that is not.
  const tagged = { 'cache-control': 'no-cache, private', etag }
  if (headers['if-none-match'] === etag) return { status: 304, headers: tagged, body: undefined }
  return { status: 200, headers: { ...tagged, 'content-type': 'application/json' }, body: text }
}

/** Results as they come: server-sent events, or a line each, or for who takes only JSON all of them at the end. */
export async function streamedAnswer(
  { headers }: Pick<OwnRequest, 'headers'>,
  results: AsyncIterator<unknown, unknown>,
): Promise<OwnAnswer> {
  if (acceptOf(headers).includes(LINES)) {
    const body = Readable.from(lines(results))
    return { status: 200, headers: { ...HEADERS, 'content-type': LINES }, body }
  }
  if (takesJsonAlone(headers)) {
    return jsonAnswer(200, JSON.stringify({ results: await gathered(results) }))
  }
  const keepAlive = { eventIteratorKeepAliveEnabled: true, eventIteratorKeepAliveInterval: KEEP_ALIVE_MS }
  // The library's type has no return value; it sends one as the last event.
  const body = toEventStream(results as AsyncIterator<unknown, unknown, void>, keepAlive)
  return { status: 200, headers: { ...HEADERS, 'content-type': 'text/event-stream' }, body }
}

/** @throws Problem 406 for more than can be held in memory */
async function gathered(results: AsyncIterator<unknown, unknown>): Promise<readonly unknown[]> {
  const all: unknown[] = []
  for (let each = await results.next(); !each.done; each = await results.next()) {
    all.push(each.value)
    if (all.length <= MOST_AT_ONCE) continue
    await results.return?.()
    throw new Problem(406, `more than ${MOST_AT_ONCE} results are told as they come only: accept ${LINES}`)
  }
  return all
}

async function* lines(results: AsyncIterator<unknown, unknown>): AsyncGenerator<string> {
  try {
    for (let each = await results.next(); !each.done; each = await results.next()) {
      yield `${JSON.stringify(each.value)}\n`
    }
  } finally {
    await results.return?.()
  }
}
