import { STATUS_CODES } from 'node:http'

import type { FastifyReply } from 'fastify'

import type { Log } from '../core/log.ts'

/** Answers what the listener itself refuses under the own API with a problem document, RFC 9457. */
export function sendProblem(reply: FastifyReply, error: unknown, log: Log): FastifyReply {
  const status = statusOf(error)
  if (status >= 500) log.error({ err: error }, 'a request failed unexpectedly')
  const isTold = status < 500 && error instanceof Error
  return sendRefusal(reply, status, isTold ? error.message : 'an internal error has occurred')
}

/** A problem document with what people read in it. */
export function sendRefusal(reply: FastifyReply, status: number, detail: string): FastifyReply {
  const body = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail }
  // With a serializer of our own Fastify adds no charset, which this type does not have.
  const headers = { 'content-type': 'application/problem+json' }
  return reply.code(status).headers(headers).serializer(JSON.stringify).send(body)
}

/** A body that is too large carries a `statusCode`. */
function statusOf(error: unknown): number {
  if (!(error instanceof Error) || !('statusCode' in error)) return 500
  return typeof error.statusCode === 'number' ? error.statusCode : 500
}
