import type { Readable } from 'node:stream'

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import type { Log } from '../core/log.ts'
import { sendProblem } from './problem.ts'

/** What answers under `/keyplane/v1`; the listener only carries bytes. */
export interface OwnApiListener {
  answer(request: {
    readonly method: string
    /** Path with query. */
    readonly target: string
    readonly headers: FastifyRequest['headers']
    readonly body: Buffer
    readonly sourceAddress: string
    /** It came over TLS. */
    readonly isSecure: boolean
    /** Aborts when the caller has gone. */
    readonly gone: AbortSignal
  }): Promise<{
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: string | Readable | undefined
  }>
  /** The OpenAPI document, JSON. */
  document(): Promise<string>
}

const PREFIX = '/keyplane/v1'
/** Ten thousand instances by cloud, account and id. */
const LARGEST_BODY = 1024 * 1024

/** Nothing under the prefix can be taken for a cloud call: the whole of it is Keyplane's own API. */
export function registerOwnApi(server: FastifyInstance, ownApi: OwnApiListener, log: Log): void {
  server.get('/keyplane/openapi.json', async (_request, reply) =>
    reply.header('content-type', 'application/json').send(await ownApi.document()),
  )
  void server.register(
    (api, _options, done) => {
      api.setErrorHandler((error, _request, reply) => sendProblem(reply, error, log))
      for (const path of ['/', '/*'])
        api.all(path, { bodyLimit: LARGEST_BODY }, (request, reply) => answer(ownApi, request, reply))
      done()
    },
    { prefix: PREFIX },
  )
}

/** Whether a target that is no valid URL was meant for the own API. */
export function isOwnTarget(target = ''): boolean {
  return target === PREFIX || target.startsWith(`${PREFIX}/`) || target.startsWith(`${PREFIX}?`)
}

async function answer(
  ownApi: OwnApiListener,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { status, headers, body } = await ownApi.answer({
    method: request.method,
    target: request.raw.url ?? '/',
    headers: request.headers,
    body: Buffer.isBuffer(request.body) ? request.body : NO_BODY,
    sourceAddress: request.socket.remoteAddress ?? '',
    isSecure: 'encrypted' in request.socket,
    gone: untilGone(reply),
  })
  void reply.code(status).headers(headers)
  // With a serializer of our own Fastify adds no charset, which problem documents do not have.
  return typeof body === 'string' ? reply.serializer(unchanged).send(body) : reply.send(body)
}

function unchanged(text: string): string {
  return text
}

const NO_BODY = Buffer.alloc(0)

/** Nobody looks at machines for a caller who has gone. */
function untilGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  raw.once('close', () => gone.abort())
  return gone.signal
}
