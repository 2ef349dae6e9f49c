import type { WireAnswer } from '../wire-request.ts'

/**
 * Exactly this text: with a charset behind it the Python SDK and tccli stop looking for errors and hand an
 * empty object to their caller. Source: spec/tencent.md §1.7.
 */
const JSON_HEADERS: Readonly<Record<string, string>> = Object.freeze({ 'content-type': 'application/json' })

/** What a refusal says: a code of the cloud's grammar (`First` or `First.Second`) and a sentence. */
export interface ErrorFields {
  readonly code: string
  readonly message: string
}

/**
 * The answer to a call that succeeded. `fields` must not hold `Error`: the SDKs test for the presence of that
 * key alone. Source: spec/tencent.md §1.7.
 */
export function success(fields: Readonly<Record<string, unknown>>, requestId: string): WireAnswer {
  return answer({ ...fields, RequestId: requestId })
}

/** The answer to a refused call: HTTP 200 like a success. Source: spec/tencent.md §1.7. */
export function failure({ code, message }: ErrorFields, requestId: string): WireAnswer {
  return answer({ Error: { Code: code, Message: message }, RequestId: requestId })
}

function answer(response: Readonly<Record<string, unknown>>): WireAnswer {
  return { status: 200, headers: JSON_HEADERS, body: JSON.stringify({ Response: response }) }
}
