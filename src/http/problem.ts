import { STATUS_CODES } from 'node:http'

import type { FastifyReply } from 'fastify'

import type { Log } from '../core/log.ts'

/** A refusal of Keyplane's own API; `detail` is what people read. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number

  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

/** Answers with a problem document, RFC 9457. What is no problem and no refusal of the server's is a bug. */
export function sendProblem(reply: FastifyReply, error: unknown, log: Log): FastifyReply {
  const status = statusOf(error)
  const isOurs = error instanceof Problem
  if (status >= 500 && !isOurs) log.error({ err: error }, 'a request failed unexpectedly')
  const isTold = isOurs || (status < 500 && error instanceof Error)
  const detail = isTold ? error.message : 'an internal error has occurred'
  if (status === 401) void reply.header('www-authenticate', 'Bearer realm="keyplane"')
  const body = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail }
  // With a serializer of our own Fastify adds no charset, which this type does not have.
  const headers = { 'content-type': 'application/problem+json' }
  return reply.code(status).headers(headers).serializer(JSON.stringify).send(body)
}

/** The server's own refusals, a body that is too large, carry a `statusCode`. */
function statusOf(error: unknown): number {
  if (error instanceof Problem) return error.status
  if (!(error instanceof Error) || !('statusCode' in error)) return 500
  return typeof error.statusCode === 'number' ? error.statusCode : 500
}
