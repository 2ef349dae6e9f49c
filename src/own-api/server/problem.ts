import { STATUS_CODES } from 'node:http'

import { ORPCError, ValidationError } from '@orpc/contract'

import { ConflictError } from '../../core/database.ts'

/** A refusal of Keyplane's own API; `detail` is what people read. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number

  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

/** A problem document, RFC 9457. */
export interface ProblemDocument {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  readonly detail: string
  /** What is wrong with which fields of the input. */
  readonly errors?: readonly { readonly field: string; readonly message: string }[]
}

export function problemDocument(status: number, detail: string): ProblemDocument {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail }
}

/** What the caller is told about an error; undefined for one that is a bug. */
export function toProblemDocument(error: unknown): ProblemDocument | undefined {
  if (error instanceof Problem) return problemDocument(error.status, error.message)
  if (error instanceof ConflictError) {
    return problemDocument(503, 'other changes were in the way too often; nothing is changed, ask again')
  }
  if (!(error instanceof ORPCError) || error.status >= 500) return undefined
  const issues = error.cause instanceof ValidationError ? error.cause.issues : []
  const errors = issues.map(({ path = [], message }) => ({ field: path.map(fieldOf).join('.'), message }))
  const [first] = errors
  if (!first) return problemDocument(error.status, error.message)
  // The field and the complaint, never the value: it may be a code.
  return { ...problemDocument(400, `${first.field || 'the body'}: ${first.message}`), errors }
}

function fieldOf(step: PropertyKey | { readonly key: PropertyKey }): string {
  return String(typeof step === 'object' ? step.key : step)
}
