import { createHash, timingSafeEqual } from 'node:crypto'

import { ORPCError } from '@orpc/contract'
import { StandardOpenAPIHandler } from '@orpc/openapi/standard'
import { isAsyncIteratorObject } from '@orpc/shared'

import { findApiToken } from '../../core/api-tokens/make-token.ts'
import { KeyedQueue } from '../../core/keyed-queue.ts'
import type { Log } from '../../core/log.ts'
import {
  csvAnswer,
  emptyAnswer,
  jsonAnswer,
  type OwnAnswer,
  type OwnRequest,
  problemAnswer,
  streamedAnswer,
  taggedAnswer,
} from './answers.ts'
import type { Caller, OwnApiParts, OwnContext } from './context.ts'
import { asCsv } from '../contract/csv.ts'
import { ownRouter } from './index.ts'
import { Problem, type ProblemDocument, problemDocument, toProblemDocument } from './problem.ts'
import { SessionCookie, tokenOf } from './session-cookie.ts'

/** Where the own API is; nothing under it can be taken for a cloud call. */
export const OWN_API_PREFIX = '/keyplane/v1'

/**
 * Keyplane's own API: JSON, bearer tokens, errors as RFC 9457, results of many machines as server-sent events. It only
 * translates; what it does is in the core.
 */
export class OwnApi {
  readonly #parts: OwnApiParts
  readonly #log: Log
  readonly #handler: StandardOpenAPIHandler<OwnContext>
  /** Changes that say what they have seen run one after the other for each path. */
  readonly #changes = new KeyedQueue()

  constructor(parts: OwnApiParts, log: Log) {
    this.#parts = parts
    this.#log = log
    this.#handler = new StandardOpenAPIHandler<OwnContext>(ownRouter, {
      interceptors: [(call) => this.#told(() => call.next())],
      customErrorResponseBodyEncoder: ({ data }): unknown => data,
    })
  }

  async answer(request: OwnRequest): Promise<OwnAnswer> {
    try {
      const token = tokenOf(request)
      const caller = await this.#authenticate(token)
      const { gone, sourceAddress } = request
      const cookie = new SessionCookie(request, token)
      const context: OwnContext = { ...this.#parts, caller, sourceAddress, gone, cookie }
      const seen = request.headers['if-match']
      if (typeof seen !== 'string' || request.method === 'GET') return await this.#run(request, context)
      return await this.#changes.run([pathOf(request)], async () => {
        await this.#checkSeen(request, context, seen)
        return this.#run(request, context)
      })
    } catch (error) {
      return this.#refuse(error)
    }
  }

  async #authenticate(given: string): Promise<Caller> {
    if (isSame(given, this.#parts.adminToken.reveal())) return { id: 'admin', scope: 'admin' }
    const found = await findApiToken(this.#parts.core, given)
    if (found) return { id: found.id, scope: found.scope, expiresAtMs: found.expiresAtMs }
    throw new Problem(401, 'the bearer token is missing or wrong')
  }

  /** Refuses a change of what is not any more what the caller has seen. */
  async #checkSeen(request: OwnRequest, context: OwnContext, seen: string): Promise<void> {
    const now = await this.#run({ ...request, method: 'GET', body: NO_BODY, headers: {} }, context)
    const tags = seen.split(',').map((tag) => tag.trim())
    if (tags.includes('*') ? now.status === 200 : tags.includes(now.headers['etag'] ?? '')) return
    throw new Problem(412, 'it was changed since it was read; read it again')
  }

  async #run(request: OwnRequest, context: OwnContext): Promise<OwnAnswer> {
    const { method, target, headers, gone, body } = request
    const { matched, response } = await this.#handler.handle(
      {
        method,
        url: new URL(target, 'http://keyplane'),
        headers,
        signal: gone,
        // A promise, as the library wants it: what is no JSON is refused when the body is read.
        body: () => new Promise((resolve) => resolve(parseBody(body))),
      },
      { prefix: OWN_API_PREFIX, context },
    )
    if (!matched) throw new Problem(404, 'there is nothing at this path')
    const { status, body: answer } = response
    if (isAsyncIteratorObject(answer)) return streamedAnswer(request, answer)
    const told = context.cookie.headers()
    if (answer === undefined) return emptyAnswer(status, told)
    const csv = String(request.headers['accept'] ?? '').startsWith('text/csv') ? asCsv(answer) : undefined
    if (csv !== undefined && status === 200) return csvAnswer(csv)
    const text = JSON.stringify(answer)
    if (status >= 400) return problemAnswer(status, text)
    return method === 'GET' && status === 200 ? taggedAnswer(request, text) : jsonAnswer(status, text, told)
  }

  /** Turns every refusal into a problem document; what is none is a bug. */
  async #told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      const document = this.#documentOf(error)
      throw new ORPCError('PROBLEM', { status: document.status, data: document })
    }
  }

  #documentOf(error: unknown): ProblemDocument {
    const known = toProblemDocument(error)
    if (!known) this.#log.error({ err: error }, 'a request failed unexpectedly')
    return known ?? problemDocument(500, 'an internal error has occurred')
  }

  #refuse(error: unknown): OwnAnswer {
    const document = this.#documentOf(error)
    return problemAnswer(document.status, JSON.stringify(document))
  }
}

const NO_BODY = Buffer.alloc(0)

function pathOf({ target }: OwnRequest): string {
  return target.split('?', 1)[0] ?? target
}

/** No body is the same as an empty object. */
function parseBody(body: Buffer): unknown {
  if (body.length === 0) return {}
  const parsed = parseJson(body.toString('utf8'))
  // The library would take another kind of JSON for no body at all.
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed
  throw new Problem(400, 'the body is not a JSON object')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem(400, 'the body is not JSON')
  }
}

/** Hashes are compared: how long the comparison takes tells nothing, not even the token's length. */
function isSame(given: string, token: string): boolean {
  return timingSafeEqual(sha256(given), sha256(token))
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
