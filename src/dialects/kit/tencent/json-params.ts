import { isUtf8 } from 'node:buffer'
import { type ActionParams, isForbiddenName, MAX_DEPTH, MAX_VALUES, noParams } from '../nest-pairs.ts'
import type { ParamProblem } from './param-problem.ts'

/** A smaller body cannot keep the parser busy, whatever it holds. */
const SCAN_FROM_BYTES = 4096

const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b])
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d])

/**
 * Reads a JSON body into action parameters. `null` and `[]` count as absent, at every depth: the Go SDK sends
 * `"Filters":[]` beside `KeyIds`. An empty body is an empty object.
 *
 * Source: spec/tencent.md §1.6.
 */
export function readJsonParams(body: Buffer): { readonly params: ActionParams } | ParamProblem {
  const excess = body.length > SCAN_FROM_BYTES ? findExcess(body) : undefined
  if (excess !== undefined) return excess
  const parsed = parse(body)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return { problem: 'malformedJson' }
  const copy = new Copy()
  const params = copy.object(parsed, 1)
  return copy.problem ?? { params }
}

/**
 * Looks for too deep or too many values before `JSON.parse`, which takes seconds and hundreds of megabytes
 * over ten megabytes of brackets. What passes is still counted exactly afterwards.
 */
function findExcess(body: Buffer): ParamProblem | undefined {
  let depth = 0
  let commas = 0
  for (let position = 0; position < body.length; position += 1) {
    const byte = body[position] ?? 0
    if (byte === QUOTE) position = endOfString(body, position + 1)
    else if (byte === COMMA) commas += 1
    else if (OPENING.has(byte)) depth += 1
    else if (CLOSING.has(byte)) depth -= 1
    if (depth > MAX_DEPTH) return { problem: 'tooDeep', limit: MAX_DEPTH }
    if (commas > MAX_VALUES) return { problem: 'tooMany', limit: MAX_VALUES }
  }
  return undefined
}

/** Position of the closing quote, or the end of the body when there is none. */
function endOfString(body: Buffer, start: number): number {
  let position = start
  while (position < body.length && body[position] !== QUOTE) position += body[position] === BACKSLASH ? 2 : 1
  return position
}

function parse(body: Buffer): unknown {
  if (body.length === 0) return {}
  if (!isUtf8(body)) return undefined
  try {
    return JSON.parse(body.toString())
  } catch {
    // A SyntaxError; its text quotes the body, which may hold a password, so it is not passed on.
    return undefined
  }
}

/** One bounded copy of a parsed body; the first problem met stops it. */
class Copy {
  problem: ParamProblem | undefined
  #values = 0

  object(source: object, depth: number): ActionParams {
    const target = noParams()
    if (!this.#mayEnter(depth)) return target
    for (const [name, value] of Object.entries(source)) {
      if (isForbiddenName(name)) this.problem ??= { problem: 'forbiddenName', name }
      const copied = this.#value(value, depth)
      if (this.problem !== undefined) break
      if (copied !== undefined) target[name] = copied
    }
    return target
  }

  #list(source: readonly unknown[], depth: number): unknown[] | undefined {
    const target: unknown[] = []
    if (!this.#mayEnter(depth)) return target
    for (const value of source) {
      const copied = this.#value(value, depth)
      if (this.problem !== undefined) break
      if (copied !== undefined) target.push(copied)
    }
    return target.length === 0 ? undefined : target
  }

  #value(value: unknown, depth: number): unknown {
    this.#values += 1
    if (this.#values > MAX_VALUES) this.problem ??= { problem: 'tooMany', limit: MAX_VALUES }
    if (value === null) return undefined
    if (typeof value !== 'object') return value
    return Array.isArray(value) ? this.#list(value, depth + 1) : this.object(value, depth + 1)
  }

  #mayEnter(depth: number): boolean {
    if (depth > MAX_DEPTH) this.problem ??= { problem: 'tooDeep', limit: MAX_DEPTH }
    return this.problem === undefined
  }
}
