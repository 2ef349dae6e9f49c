import type { WireError } from '../wire-error.ts'

/** A refusal as both Tencent dialects send it: HTTP 200 whatever went wrong. Source: spec/tencent.md §1.7. */
export function tencentError(code: string, message: string, messageZh?: string): WireError {
  return { status: 200, code, message, ...(messageZh === undefined ? {} : { messageZh }) }
}
