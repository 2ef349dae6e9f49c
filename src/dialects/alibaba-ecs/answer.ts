import type { WireError } from '../kit/wire-error.ts'
import type { WireAnswer } from '../kit/wire-request.ts'
import type { AnswerFormat } from './params.ts'
import { xmlDocument, type JsonObject } from './xml.ts'

/** What every answer repeats about its request. */
export interface AnswerContext {
  /** Upper-case UUID. */
  readonly requestId: string
  readonly format: AnswerFormat
}

export interface ErrorExtras {
  /** The Host header, port and all; errors echo it as `HostId`. */
  readonly host: string | undefined
  /** Only with `Forbidden.RAM`; clients need an object here. Source: spec/alibaba.md §3.6. */
  readonly accessDeniedDetail?: JsonObject
}

/**
 * The flat success envelope. `action` names the XML root, so it must be a known action.
 * Source: spec/alibaba.md §1.7.
 */
export function successAnswer(action: string, result: JsonObject, context: AnswerContext): WireAnswer {
  const content = { RequestId: context.requestId, ...result }
  return write({ status: 200, root: `${action}Response`, content }, context)
}

/**
 * The error envelope. `Recommend` is left out: there is no page to point to.
 * Source: spec/alibaba.md §1.8.
 */
export function errorAnswer(error: WireError, extras: ErrorExtras, context: AnswerContext): WireAnswer {
  const content: JsonObject = {
    RequestId: context.requestId,
    HostId: extras.host ?? '',
    Code: error.code,
    Message: error.message,
    AccessDeniedDetail: extras.accessDeniedDetail,
  }
  const answer = write({ status: error.status, root: 'Error', content }, context)
  if (error.retryAfterMs === undefined) return answer
  // Source: spec/alibaba.md §1.9.
  const retryAfter = String(Math.ceil(error.retryAfterMs))
  return { ...answer, headers: { ...answer.headers, 'x-acs-retry-after': retryAfter } }
}

/** A moment as answers print it, to the minute: `2023-09-04T08:33Z`. Takes epoch milliseconds. */
export function formatMinute(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16)}Z`
}

/** A moment to the second: `2021-06-07T06:08:56Z`. Takes epoch milliseconds. */
export function formatSecond(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

function write(
  { status, root, content }: { status: number; root: string; content: JsonObject },
  { format, requestId }: AnswerContext,
): WireAnswer {
  const isJson = format === 'json'
  return {
    status,
    headers: {
      // Clients compare these texts exactly. Source: spec/alibaba.md §1.7, §1.8.
      'content-type': isJson ? 'application/json;charset=utf-8' : 'text/xml;charset=utf-8',
      'x-acs-request-id': requestId,
    },
    body: isJson ? JSON.stringify(content) : xmlDocument(root, content),
  }
}
