import { z } from 'zod'

import type { WireError } from './wire-error.ts'

/** Why a parameter was not taken. The dialect maps each kind to its code, once. */
export type IssueKind = 'missing' | 'type' | 'tooMany' | 'malformed' | 'outOfRange' | 'unknown'

export interface ParamIssue {
  readonly kind: IssueKind
  /** Top-level name of the parameter. */
  readonly name: string
  /** Full path, dotted: `Placement.Zone`, `InstanceIds.1`. */
  readonly path: string
  /** The value's own refusal, where a schema states one. */
  readonly refusal?: WireError
}

/** How a cloud complains about parameters. */
export interface Complaints {
  /** Which of two wrong parameters is complained about; where none is told, the order of the schema. */
  readonly order?: readonly IssueKind[]
  /** An empty text in place of a number or a choice is a wrong value, not one that is missing. */
  readonly emptyIsWrong?: boolean
}

/** Parses parameters with a zod schema. Issues come in the order in which the cloud complains about them. */
export function parseParams<T extends z.ZodType>(
  schema: T,
  input: unknown,
  { order = [], emptyIsWrong = false }: Complaints,
): { readonly params: z.output<T> } | { readonly issues: readonly [ParamIssue, ...ParamIssue[]] } {
  const result = schema.safeParse(input)
  if (result.success) return { params: result.data }
  const issues = result.error.issues.flatMap((issue) => toIssues(issue, { input, emptyIsWrong }))
  const [first, ...rest] = issues.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
  if (!first) throw new Error('zod refused a value without an issue', { cause: result.error })
  return { issues: [first, ...rest] }
}

type ZodIssue = z.core.$ZodIssue

interface Parsed {
  readonly input: unknown
  readonly emptyIsWrong: boolean
}

function toIssues(issue: ZodIssue, parsed: Parsed): ParamIssue[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ kind: 'unknown', name: key, path: [...issue.path, key].join('.') }))
  }
  const path = issue.path.map(String).join('.')
  const name = String(issue.path[0] ?? '')
  const stated = issue.code === 'custom' ? statedRefusal(issue) : undefined
  return [{ kind: kindOf(issue, parsed), name, path, ...(stated ? { refusal: stated } : {}) }]
}

function kindOf(issue: ZodIssue, parsed: Parsed): IssueKind {
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_union':
      return isAbsent(parsed, issue.path) ? 'missing' : 'type'
    case 'too_big':
      return issue.origin === 'array' ? 'tooMany' : issue.origin === 'string' ? 'malformed' : 'outOfRange'
    case 'too_small':
      return issue.origin === 'array' ? 'missing' : issue.origin === 'string' ? 'malformed' : 'outOfRange'
    case 'invalid_value':
      return isAbsent(parsed, issue.path) ? 'missing' : 'outOfRange'
    case 'custom':
      return statedKind(issue)
    default:
      return 'malformed'
  }
}

function isAbsent({ input, emptyIsWrong }: Parsed, path: readonly PropertyKey[]): boolean {
  let value = input
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return true
    value = Reflect.get(value, step)
  }
  return value === undefined || value === null || (value === '' && !emptyIsWrong)
}

type Statement = { readonly kind?: IssueKind; readonly refusal?: WireError }

function statedKind(issue: ZodIssue & { code: 'custom' }): IssueKind {
  return (issue.params as Statement | undefined)?.kind ?? 'malformed'
}

function statedRefusal(issue: ZodIssue & { code: 'custom' }): WireError | undefined {
  return (issue.params as Statement | undefined)?.refusal
}

/** For `refine` and `check`: states the kind of the issue and, if wanted, the exact refusal. */
export function states(statement: Statement): { params: Statement } {
  return { params: statement }
}

/** Text; numbers and booleans of a JSON body are taken as their text. */
export function text() {
  return z.preprocess((value) => (isScalar(value) ? String(value) : value), z.string())
}

/** A whole number, also as decimal text. */
export function integer() {
  return z.preprocess((value) => (isDecimal(value) ? Number(value) : value), z.int())
}

/** `true` or `false` in any case, also as text; `1` and `0` too. */
export function boolean() {
  return z.preprocess((value) => namedBoolean(value) ?? value, z.boolean())
}

/** An object may have no text at all: one that was read from nested parameters has no prototype. */
function namedBoolean(value: unknown): boolean | undefined {
  return typeof value === 'string' || isScalar(value) ? BOOLEANS.get(String(value).toLowerCase()) : undefined
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

function isScalar(value: unknown): value is number | boolean {
  return typeof value === 'number' || typeof value === 'boolean'
}

function isDecimal(value: unknown): value is string {
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value)
}
