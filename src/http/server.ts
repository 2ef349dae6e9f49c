import { createServer as createHttpServer, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'

import type { Log } from '../core/log.ts'
import { findDialect } from '../dialects/find-dialect.ts'
import type { CallFaults } from '../dialects/kit/call-faults.ts'
import type { Dialect } from '../dialects/kit/dialect.ts'
import type { WireRequest } from '../dialects/kit/wire-request.ts'
import { breakOff } from './break-off.ts'
import { BothProtocols, createTlsEnd, type RenewedCertificate } from './both-protocols.ts'
import { limitCallsInHand } from './calls-in-hand.ts'
import { Connections } from './connection-limits.ts'
import { registerConsole } from './console.ts'
import { endOfTurn } from './end-of-turn.ts'
import { isOwnTarget, type OwnApiListener, registerOwnApi } from './own-api.ts'
import { type Health, registerAuthority, registerOwnPaths } from './own-paths.ts'
import { sendRefusal } from './problem.ts'
import { effectiveHeaders, originForm } from './request-target.ts'
import { answerTunnels } from './tunnels.ts'

const LARGEST_BODY = 10 * 1024 * 1024
/** Signed calls carry everything in the query; a 32 KB UserData in base64 is 43 KB there. */
const LARGEST_HEADER = 128 * 1024
/** Time for a whole request to arrive, and for its header: also for the first one of a connection. */
const LONGEST_REQUEST_MS = 60_000
const LONGEST_HEADER_MS = 20_000
const LONGEST_HANDSHAKE_MS = 20_000
/** How often these times are looked at. */
const LOOK_EVERY_MS = 5_000
/** How long a connection is kept between two calls; what Fastify gives the servers it makes itself. */
const LONGEST_PAUSE_MS = 72_000

/** The slowest call takes well under a second. */
const LONGEST_GOODBYE_MS = 3_000

export interface ServerParts {
  readonly dialects: readonly Dialect[]
  readonly health: Health
  /** Not of a process that only carries operations on. */
  readonly ownApi?: OwnApiListener
  readonly log: Log
  /** What goes wrong with answers on purpose; never in strict mode. */
  readonly faults?: CallFaults | undefined
  readonly tls?: GivenTls | AutoTls
}

/** A certificate from outside: the port speaks HTTPS only. */
export interface GivenTls {
  readonly cert: Buffer
  readonly key: Buffer
}

/** Certificates of our own: the port speaks HTTP and HTTPS. */
export interface AutoTls {
  readonly certificate: RenewedCertificate
  /** Certificate of the authority, PEM; anybody may have it. */
  readonly authority: string
}

/** The one HTTP listener: takes the bytes, finds the dialect, sends its answer. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const server = await openServer(parts)
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  server.setErrorHandler(answerError(parts.log))
  closeAfterLastAnswer(server)
  limitCallsInHand(server.server)
  answerTunnels(server.server, {
    apiHosts: parts.dialects.flatMap(({ hosts }) => hosts),
    speaksTls: parts.tls !== undefined,
  })
  registerOwnPaths(server, parts.health)
  if (parts.tls && 'authority' in parts.tls) registerAuthority(server, parts.tls.authority)
  if (parts.ownApi) {
    registerOwnApi(server, parts.ownApi, parts.log)
    registerConsole(server)
  }
  server.all('/*', (request, reply) => answerCall(parts, request, reply))
  await server.ready()
  return server
}

const OPTIONS = {
  bodyLimit: LARGEST_BODY,
  requestTimeout: LONGEST_REQUEST_MS,
  forceCloseConnections: 'idle' as const,
  rewriteUrl: (request: IncomingMessage) => originForm(request.url ?? '/'),
  clientErrorHandler: refuseGarbage,
  frameworkErrors: refuseUrl,
  // The query is read by the dialects, from the raw bytes.
  routerOptions: { querystringParser: () => NO_QUERY },
  // No route has a schema: the compilers of schemas are not loaded, which would be half of a start.
  schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
}
const HTTP = {
  maxHeaderSize: LARGEST_HEADER,
  headersTimeout: LONGEST_HEADER_MS,
  connectionsCheckingInterval: LOOK_EVERY_MS,
}

function noSchemas(): never {
  throw new Error('routes have no schemas here')
}

async function openServer({ tls, log }: ServerParts): Promise<FastifyInstance> {
  if (!tls) return withLimits(Fastify({ ...OPTIONS, http: HTTP }), 'connection')
  if ('cert' in tls) {
    const https = { ...HTTP, handshakeTimeout: LONGEST_HANDSHAKE_MS, ...tls }
    return withLimits(Fastify({ ...OPTIONS, https }), 'secureConnection')
  }
  const connections = new Connections()
  const tlsEnd = await createTlsEnd(tls.certificate, log)
  let both: BothProtocols | undefined
  const server = Fastify({
    ...OPTIONS,
    // Called once: a server that is made here listens on one address, also for localhost.
    serverFactory: (handler) => {
      const timeouts = { requestTimeout: LONGEST_REQUEST_MS, keepAliveTimeout: LONGEST_PAUSE_MS }
      const http = createHttpServer({ ...HTTP, ...timeouts }, handler)
      // What comes here is HTTP, from inside TLS or not; what comes after `BothProtocols` was accepted.
      http.on('connection', (socket: Socket) => connections.watch(socket))
      both = new BothProtocols(http, tlsEnd)
      http.prependListener('connection', (socket: Socket) => connections.add(socket))
      return http
    },
  })
  server.addHook('preClose', (done) => {
    both?.close(LONGEST_GOODBYE_MS)
    done()
  })
  return server
}

/** `opened`: what the server tells when HTTP may begin. */
function withLimits(server: FastifyInstance, opened: 'connection' | 'secureConnection'): FastifyInstance {
  const connections = new Connections()
  server.server.prependListener('connection', (socket: Socket) => connections.add(socket))
  server.server.on(opened, (socket: Socket) => connections.watch(socket))
  return server
}

/**
 * Closes the server: calls in flight are answered, for as long as `LONGEST_GOODBYE_MS`. A request that has only half
 * arrived, or never will, does not keep the process.
 */
export async function closeServer(server: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => server.server.closeAllConnections(), LONGEST_GOODBYE_MS)
  await server.close()
  clearTimeout(timer)
}

/** Whoever is answered while the server closes is told that the connection ends: nobody keeps the process waiting. */
function closeAfterLastAnswer(server: FastifyInstance): void {
  let isClosing = false
  server.addHook('preClose', (done) => {
    isClosing = true
    done()
  })
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (isClosing) void reply.header('connection', 'close')
    done()
  })
}

async function answerCall(
  { dialects, faults }: ServerParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const call = toWireRequest(request)
  const dialect = findDialect(dialects, call)
  if (!dialect) return reply.code(404).send(NOT_A_CALL)
  const answer = await dialect.answer(call)
  await endOfTurn()
  const fault = faults?.active?.takeAnswerFault(call)
  if (fault) return breakOff(reply, fault, answer)
  // With a serializer of our own Fastify adds no charset, which some clients do not understand; as text, head and
  // body leave in one write.
  return reply.code(answer.status).headers(answer.headers).serializer(unchanged).send(answer.body)
}

function unchanged(text: string): string {
  return text
}

const NOT_A_CALL = {
  error: 'not a call of an API that is served here',
  hint: 'a call is recognised by its API host, its signature or its Version; the README shows how to point an SDK here',
}

function toWireRequest(request: FastifyRequest): WireRequest {
  const url = request.raw.url ?? '/'
  const queryAt = url.indexOf('?')
  return {
    method: request.method,
    path: queryAt < 0 ? url : url.slice(0, queryAt),
    rawQuery: queryAt < 0 ? '' : url.slice(queryAt + 1),
    headers: effectiveHeaders(request.originalUrl, request.headers),
    sentHost: request.headers.host,
    body: Buffer.isBuffer(request.body) ? request.body : NO_BODY,
    sourceAddress: request.socket.remoteAddress ?? '',
    isSecure: 'encrypted' in request.socket,
  }
}

const NO_BODY = Buffer.alloc(0)
const NO_QUERY = {}

/** Bytes that are not HTTP, too large, or too slow: a neutral answer, then the connection is closed. */
function refuseGarbage(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return
  const { status, why } = REFUSALS[error.code ?? ''] ?? NOT_HTTP
  const body = JSON.stringify({ error: why })
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`
  socket.end(`${head}\r\nconnection: close\r\n\r\n${body}`)
}

const NOT_HTTP = { status: '400 Bad Request', why: 'not an HTTP request' }
/** By the code of what Node says. */
const REFUSALS: Readonly<Record<string, typeof NOT_HTTP>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    why: 'the request header is too large',
  },
  ERR_HTTP_REQUEST_TIMEOUT: { status: '408 Request Timeout', why: 'the request took too long' },
}

function refuseUrl(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const why = 'the request target is not a valid URL'
  if (isOwnTarget(request.raw.url)) sendRefusal(reply, 400, why)
  else void reply.code(400).send({ error: why })
}

function answerError(log: Log) {
  return (error: Error & { statusCode?: number }, _request: FastifyRequest, reply: FastifyReply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) log.error({ err: error }, 'a request failed unexpectedly')
    const message = status >= 500 ? 'an internal error has occurred' : error.message
    return reply.code(status).send({ error: message })
  }
}
