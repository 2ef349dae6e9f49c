import { isUtf8 } from 'node:buffer'
import { findJsonExcess } from '../json-excess.ts'
import { type ActionParams, isForbiddenName, MAX_DEPTH, MAX_VALUES, noParams } from '../nest-pairs.ts'
import type { ParamProblem } from './param-problem.ts'

/**
 * Reads a JSON body into action parameters. `null` and `[]` count as absent, at every depth: the Go SDK sends
 * `"Filters":[]` beside `KeyIds`. An empty body is an empty object.
 *
 * Source: spec/tencent.md §1.6.
 */
export function readJsonParams(body: Buffer): { readonly params: ActionParams } | ParamProblem {
  const excess = findJsonExcess(body)
  if (excess !== undefined) return excess
  const parsed = parse(body)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return { problem: 'malformedJson' }
  const copy = new Copy()
  const params = copy.object(parsed, 1)
  return copy.problem ?? { params }
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
