import { isUtf8 } from 'node:buffer'

import { findJsonExcess } from '../kit/json-excess.ts'
import { type ActionParams, MAX_DEPTH, MAX_VALUES, nestPairs, type Pair } from '../kit/nest-pairs.ts'
import { header, type WireRequest } from '../kit/wire-request.ts'
import type { Credentials } from './credentials.ts'
import { readFormBytes } from './query-pairs.ts'

/** Why the parameters of an action cannot be read; `name` is missing where no one parameter is at fault. */
export interface ParamsProblem {
  readonly problem: 'malformed'
  readonly name?: string
}

const MALFORMED: ParamsProblem = { problem: 'malformed' }

/** Names that belong to the gateway. Source: spec/volcengine.md §1.3. */
const COMMON: ReadonlySet<string> = new Set([
  ...['Action', 'Version', 'X-Expires', 'X-Date', 'X-Security-Token', 'X-Algorithm', 'X-Credential'],
  ...['X-SignedHeaders', 'X-SignedQueries', 'X-NotSignBody', 'X-Signature'],
])

/**
 * The parameters of the action, nested: `Tags.1.Key` is `Tags[0].Key`. A POST may carry them in a form or as JSON;
 * of equal names the later one counts, and the body comes after the query. The body of a presigned request is not
 * covered by its signature and is not read. Values are text; empty ones are kept.
 * Source: spec/volcengine.md §1.2, §1.4.
 */
export function readParams(
  request: WireRequest,
  credentials: Credentials,
): { readonly params: ActionParams } | ParamsProblem {
  const body = credentials.form === 'header' ? readBody(request) : []
  if ('problem' in body) return body
  const pairs = new Map([...credentials.signedPairs, ...body].filter(([name]) => !COMMON.has(name)))
  const nested = nestPairs(pairs)
  if (!('problem' in nested)) return nested
  return 'name' in nested ? { problem: 'malformed', name: nested.name } : MALFORMED
}

/** On GET neither a body nor its content type means anything. */
function readBody(request: WireRequest): readonly Pair[] | ParamsProblem {
  if (request.method !== 'POST' || request.body.length === 0) return []
  const type = header(request, 'content-type') ?? ''
  if (/^\s*application\/json\s*(?:;|$)/i.test(type)) return readJson(request.body)
  const pairs = readFormBytes(request.body)
  return 'problem' in pairs ? MALFORMED : pairs
}

function readJson(body: Buffer): readonly Pair[] | ParamsProblem {
  const parsed = isUtf8(body) && !findJsonExcess(body) ? parse(body.toString()) : undefined
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return MALFORMED
  const pairs: Pair[] = []
  return flatten(parsed, '', { pairs, budget: { left: MAX_VALUES }, depth: 1 }) ? pairs : MALFORMED
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What is gathered, and how many values, lists and objects may still come. */
interface Harvest {
  readonly pairs: Pair[]
  readonly budget: { left: number }
  readonly depth: number
}

/** Native JSON becomes the names a query would use, so that both meet the same limits. False: too much of it. */
function flatten(value: object, prefix: string, { pairs, budget, depth }: Harvest): boolean {
  if (depth > MAX_DEPTH) return false
  const isList = Array.isArray(value)
  // Counted before the places of a huge list become names; a list of empty lists costs as much as one of texts.
  budget.left -= isList ? value.length : Object.keys(value).length
  if (budget.left < 0) return false
  // Parsed JSON holds nothing else.
  for (const [key, child] of Object.entries(value) as [string, string | number | boolean | object | null][]) {
    const name = `${prefix}${isList ? Number(key) + 1 : key}`
    if (child === null) continue
    if (typeof child === 'object') {
      if (!flatten(child, `${name}.`, { pairs, budget, depth: depth + 1 })) return false
    } else pairs.push([name, String(child)])
  }
  return true
}
