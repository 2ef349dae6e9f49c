import { z } from 'zod'

import { type IssueKind, integer, states, text } from '../params.ts'
import type { WireError } from '../wire-error.ts'
import { tencentError } from './tencent-error.ts'

/** A check with a refusal of its own, which may quote the value. For `.check()` of a schema. */
export function must<T>(
  isFine: (value: T) => boolean,
  refusal: WireError | ((value: T) => WireError),
  kind: IssueKind = 'malformed',
): z.core.CheckFn<T> {
  return (payload) => {
    const { value } = payload
    if (isFine(value)) return
    const stated = states({ kind, refusal: typeof refusal === 'function' ? refusal(value) : refusal })
    payload.issues.push({ code: 'custom', input: value, continue: true, ...stated })
  }
}

/** A list of ids of one form. Too many, malformed, twice: complained about in this order. */
export function idList(rules: {
  readonly pattern: RegExp
  readonly max: number
  readonly malformed: (id: string) => WireError
  /** Undefined: an id given twice counts once. */
  readonly duplicated?: WireError
}) {
  const { pattern, max, malformed, duplicated } = rules
  const id = text().check(must((value) => pattern.test(value), malformed))
  const list = z.array(id).max(max)
  if (!duplicated) return list
  return list.check(must((ids) => new Set(ids).size === ids.length, duplicated, 'outOfRange'))
}

/** Offset and Limit of a list: 0 and 20 unless given, at most 100. Source: spec/tencent.md §1.11. */
export function paging(refusals: {
  readonly offset: (value: number) => WireError
  readonly limit: (value: number) => WireError
}) {
  return {
    Offset: integer()
      .check(must((value) => value >= 0, refusals.offset, 'outOfRange'))
      .default(0),
    Limit: integer()
      .check(must((value) => value > 0 && value <= LARGEST_PAGE, refusals.limit, 'outOfRange'))
      .default(20),
  }
}

const LARGEST_PAGE = 100

/** Tags of a new resource. Source: spec/tencent.md §2.1. */
export function tags(max: number) {
  const tag = z.object({
    Key: text().check(z.minLength(1), z.maxLength(127)),
    Value: text().check(z.maxLength(255)),
  })
  return z.array(tag).max(max)
}

/** Name of a key pair: 1 to 25 letters, digits or underscores. Source: spec/tencent.md §2.1. */
export function keyPairName(prefix: 'Invalid' | 'InvalidParameterValue.Invalid') {
  return text().check(
    must((name) => name.length > 0, tencentError(`${prefix}KeyPairNameEmpty`, 'The key pair name is empty.')),
    must(
      (name) => Array.from(name).length <= 25,
      tencentError(`${prefix}KeyPairNameTooLong`, 'The key pair name is longer than 25 characters.'),
    ),
    must(
      (name) => /^\w*$/.test(name),
      tencentError(
        `${prefix}KeyPairNameIncludeIllegalChar`,
        'The key pair name has characters other than letters, digits and underscores.',
      ),
    ),
  )
}

/** At most 64 ASCII characters. Source: spec/tencent.md §1.11. */
export function clientToken(tooLong: WireError) {
  return text()
    .check(must((token) => token.length <= 64 && /^[\x20-\x7e]*$/.test(token), tooLong))
    .optional()
}

/** One of these texts; any other, the empty one too, is out of range. */
export function oneOf<const Value extends string>(...values: readonly Value[]) {
  const isOne = (value: string): boolean => values.some((known) => known === value)
  return (
    text()
      .check(z.refine(isOne, states({ kind: 'outOfRange' })))
      // The check lets no other text through.
      .transform((value) => value as Value)
  )
}
