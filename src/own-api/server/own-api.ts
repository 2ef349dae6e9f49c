import { createHash, timingSafeEqual } from 'node:crypto'
import { Readable } from 'node:stream'

import { type HTTPPath, ORPCError } from '@orpc/contract'
import { StandardOpenAPIHandler } from '@orpc/openapi/standard'
import { isAsyncIteratorObject } from '@orpc/shared'

import { findApiToken } from '../../core/api-tokens/make-token.ts'
import { KeyedQueue } from '../../core/keyed-queue.ts'
import type { Log } from '../../core/log.ts'
import {
  acceptOf,
  emptyAnswer,
  jsonAnswer,
  type OwnAnswer,
  type OwnRequest,
  problemAnswer,
  streamedAnswer,
  takesJsonAlone,
  taggedAnswer,
} from './answers.ts'
import type { Caller, OwnApiParts, OwnContext } from './context.ts'
import { columnsOf, csvAnswer, readList } from './csv-answer.ts'
import { ownRouter } from './index.ts'
import { Problem, type ProblemDocument, problemDocument, toProblemDocument } from './problem.ts'
import { Routes } from './routes.ts'
import { SessionCookie, tokenOf } from './session-cookie.ts'
import { resultsUntil, TokenWatch } from './token-watch.ts'
import { Turns } from './turns.ts'

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
  readonly #routes = new Routes()
  /** Changes that say what they have seen run one after the other for each resource. */
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
      const watch = this.#watch(request, token)
      const context = this.#contextOf(request, { caller, token, gone: watch?.signal ?? request.gone })
      const seen = request.headers['if-match']
      if (typeof seen !== 'string' || request.method === 'GET') {
        const answer = await this.#run(request, context)
        if (answer.body instanceof Readable) void watch?.look()
        return answer
      }
      return await this.#changes.run([resourceOf(request)], async () => {
        await this.#checkSeen(request, context, seen)
        return this.#run(request, context)
      })
    } catch (error) {
      return this.#refuse(error)
    }
  }

  #contextOf(
    request: OwnRequest,
    { caller, token, gone }: Pick<OwnContext, 'caller' | 'gone'> & { readonly token: string },
  ): OwnContext {
    const { sourceAddress, headers } = request
    const cookie = new SessionCookie(request, token)
    const asked = { sourceAddress, takesJsonAlone: takesJsonAlone(headers) }
    return { ...this.#parts, ...asked, caller, gone, cookie }
  }

  /** Who only looks does so for as long as his token is good; a change that was let in is brought to its end. */
  #watch({ method, gone }: OwnRequest, token: string): TokenWatch | undefined {
    if (method !== 'GET' || this.#isAdmin(token)) return undefined
    return new TokenWatch(gone, async () => (await findApiToken(this.#parts.core, token)) !== undefined)
  }

  #isAdmin(given: string): boolean {
    return isSame(given, this.#parts.adminToken.reveal())
  }

  async #authenticate(given: string): Promise<Caller> {
    if (this.#isAdmin(given)) return { id: 'admin', scope: 'admin' }
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
    const { method, headers } = request
    const response = await this.#handle(request, context)
    if (!response) return this.#nothingFor(request)
    const { status, body: answer } = response
    if (isAsyncIteratorObject(answer))
      return streamedAnswer(request, method === 'GET' ? resultsUntil(answer, context.gone) : answer)
    const told = context.cookie.headers()
    if (answer === undefined) return emptyAnswer(status, told)
    const isTable = status === 200 && acceptOf(headers).startsWith('text/csv')
    const table = isTable ? await this.#table(request, context, answer) : undefined
    if (table) return table
    const text = JSON.stringify(answer)
    if (status >= 400) return problemAnswer(status, text)
    return method === 'GET' && status === 200 ? taggedAnswer(request, text) : jsonAnswer(status, text, told)
  }

  /** Undefined: there is no such route. */
  async #handle({ method, target, headers, gone, body }: OwnRequest, context: OwnContext) {
    const { response } = await this.#handler.handle(
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
    return response
  }

  /** Undefined: what is answered is no list. */
  async #table(request: OwnRequest, context: OwnContext, answer: unknown): Promise<OwnAnswer | undefined> {
    const first = readList(answer)
    const columns = columnsOf(await this.#routes.outputAt(request.method, routeOf(request)))
    if (!first || !columns) return undefined
    const read = async (target: string) => {
      const page = readList((await this.#handle({ ...request, target }, context))?.body)
      if (page) return page
      throw new Error(`a page of a list could not be read: ${routeOf(request)}`)
    }
    return csvAnswer(request, first, { columns, turns: new Turns(context.gone), read })
  }

  async #nothingFor(request: OwnRequest): Promise<OwnAnswer> {
    const methods = await this.#routes.methodsAt(routeOf(request))
    if (methods.length === 0) throw new Problem(404, 'there is nothing at this path')
    const allow = methods.join(', ')
    const document = problemDocument(405, `this path takes ${allow} only`)
    return problemAnswer(405, JSON.stringify(document), { allow })
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

/** The path without the prefix of the API. */
function routeOf({ target }: OwnRequest): HTTPPath {
  return `/${new URL(target, 'http://keyplane').pathname.slice(OWN_API_PREFIX.length + 1)}`
}

/** The same for every spelling of a path. */
function resourceOf(request: OwnRequest): string {
  const segments = routeOf(request)
    .split('/')
    .filter((segment) => segment !== '')
  return JSON.stringify(segments.map(decodeURIComponent))
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
