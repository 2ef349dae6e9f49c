import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'

import { type Call, Trail } from '../core/call.ts'
import type { Core } from '../core/core.ts'
import { Problem } from './problem.ts'

export const LARGEST_BODY = 16 * 1024

/** A call of the administrator, for one account and, unless its own, in the words of one dialect and region. */
export function ownCall(
  core: Core,
  request: FastifyRequest,
  of: Pick<Call, 'account' | 'action'> & Partial<Pick<Call, 'dialect' | 'region'>>,
): Call {
  return {
    ...{ dialect: 'keyplane', user: '', accessKeyId: '', region: '' },
    ...of,
    requestId: core.ids.uuid(),
    sourceAddress: request.socket.remoteAddress ?? '',
    nowMs: core.clock.now(),
    trail: new Trail(),
  }
}

/** No body is the same as an empty object. */
export function readBody<T>(request: FastifyRequest, schema: z.ZodType<T>): T {
  const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : ''
  const result = schema.safeParse(parseJson(text === '' ? '{}' : text))
  if (result.success) return result.data
  const [issue] = result.error.issues
  // The path and the complaint, never the value: it may be a code.
  throw new Problem(400, `${issue?.path.join('.') || 'the body'}: ${issue?.message ?? 'is not valid'}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem(400, 'the body is not JSON')
  }
}
