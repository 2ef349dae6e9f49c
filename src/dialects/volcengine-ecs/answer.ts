import type { Ids } from '../../core/ids.ts'
import type { Fields } from '../kit/action.ts'
import type { WireError } from '../kit/wire-error.ts'
import type { WireAnswer } from '../kit/wire-request.ts'

/** What every answer repeats about its request; what could not be read is left out. */
export interface AnswerContext {
  readonly requestId: string
  readonly action: string | undefined
  readonly version: string | undefined
  readonly service: string | undefined
  readonly region: string | undefined
}

const CHINA_OFFSET_MS = 8 * 3_600_000

/** Source: spec/volcengine.md §1.7. */
export function successAnswer(result: Fields, context: AnswerContext): WireAnswer {
  return write(200, { ResponseMetadata: metadata(context), Result: result }, context)
}

/** `Error` is never left out: the Go SDK fails on a refusal without one. Source: spec/volcengine.md §1.7. */
export function errorAnswer(error: WireError, context: AnswerContext): WireAnswer {
  const { codeN, code, message } = error
  const Error = { ...(codeN === undefined ? {} : { CodeN: codeN }), Code: code, Message: message }
  return write(error.status, { ResponseMetadata: { ...metadata(context), Error } }, context)
}

/** `2022-05-06T17:33:34+08:00`; clients look for the numeric offset. Source: spec/volcengine.md §1.7, §4.4. */
export function formatTime(ms: number): string {
  return `${new Date(ms + CHINA_OFFSET_MS).toISOString().slice(0, 19)}+08:00`
}

/** Local time in China, then 20 hex digits: the end of a uuid is chance, its beginning is the time again. Source: spec/volcengine.md §1.7. */
export function newRequestId(nowMs: number, ids: Ids): string {
  const time = new Date(nowMs + CHINA_OFFSET_MS).toISOString().slice(0, 19).replace(/\D/g, '')
  return `${time}${ids.uuid().replaceAll('-', '').slice(-20).toUpperCase()}`
}

function metadata({ requestId, action, version, service, region }: AnswerContext): Fields {
  const known = { Action: action, Version: version, Service: service, Region: region }
  // JSON leaves out what is undefined.
  return { RequestId: requestId, ...known }
}

function write(status: number, content: Fields, { requestId }: AnswerContext): WireAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-tt-logid': requestId },
    body: JSON.stringify(content),
  }
}
