import { isUtf8 } from 'node:buffer'

import { MAX_VALUES, type Pair } from '../kit/nest-pairs.ts'
import type { WireRequest } from '../kit/wire-request.ts'

/** Why a query or form cannot be read. */
export type PairsProblem = { readonly problem: 'malformedEncoding' | 'tooMany' }

/**
 * Reads urlencoded text in the order given: `+` and `%20` are blanks, a name alone has an empty value.
 * Source: spec/volcengine.md §1.4, §1.5 step 3.
 */
export function readPairs(text: string): readonly Pair[] | PairsProblem {
  const pairs: Pair[] = []
  for (let start = 0; start < text.length;) {
    const ampersand = text.indexOf('&', start)
    const end = ampersand === -1 ? text.length : ampersand
    if (end > start) {
      const pair = readPair(text.slice(start, end))
      if (!pair) return { problem: 'malformedEncoding' }
      if (pairs.push(pair) > MAX_VALUES) return { problem: 'tooMany' }
    }
    start = end + 1
  }
  return pairs
}

/** The pairs of the query. Node hands bytes over as Latin-1; raw UTF-8 has to be put together again. */
export function readQuery({ rawQuery }: WireRequest): readonly Pair[] | PairsProblem {
  // oxlint-disable-next-line no-control-regex -- the range is "all of ASCII"
  if (/^[\x00-\x7f]*$/.test(rawQuery)) return readPairs(rawQuery)
  return readFormBytes(Buffer.from(rawQuery, 'latin1'))
}

/** The pairs of a form body. */
export function readFormBytes(bytes: Buffer): readonly Pair[] | PairsProblem {
  return isUtf8(bytes) ? readPairs(bytes.toString()) : { problem: 'malformedEncoding' }
}

/** The last value under this name; undefined when it is absent. */
export function valueOf(pairs: readonly Pair[], name: string): string | undefined {
  return pairs.findLast(([given]) => given === name)?.[1]
}

function readPair(piece: string): Pair | undefined {
  const equals = piece.indexOf('=')
  try {
    if (equals === -1) return [decode(piece), '']
    return [decode(piece.slice(0, equals)), decode(piece.slice(equals + 1))]
  } catch {
    // decodeURIComponent throws URIError alone: a broken escape or bytes that are not UTF-8.
    return undefined
  }
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  return spaced.includes('%') ? decodeURIComponent(spaced) : spaced
}
