import { isUtf8 } from 'node:buffer'
import { MAX_VALUES, type Pair } from '../nest-pairs.ts'
import type { ParamProblem } from './param-problem.ts'

/** Reads urlencoded bytes; see {@link readPairs}. */
export function readFormPairs(body: Buffer): readonly Pair[] | ParamProblem {
  return isUtf8(body) ? readPairs(body.toString()) : { problem: 'malformedQuery', text: '' }
}

/**
 * Reads urlencoded text in the order given. Every piece needs a `=`; empty pieces (`a=1&&b=2`) are skipped.
 *
 * Source: spec/tencent.md §1.6.
 */
export function readPairs(text: string): readonly Pair[] | ParamProblem {
  const pairs: Pair[] = []
  for (let start = 0; start < text.length;) {
    const ampersand = text.indexOf('&', start)
    const end = ampersand === -1 ? text.length : ampersand
    if (end > start) {
      const pair = readPair(text.slice(start, end))
      if ('problem' in pair) return pair
      if (pairs.push(pair) > MAX_VALUES) return { problem: 'tooMany', limit: MAX_VALUES }
    }
    start = end + 1
  }
  return pairs
}

function readPair(piece: string): Pair | ParamProblem {
  const equals = piece.indexOf('=')
  if (equals === -1) return { problem: 'malformedQuery', text: piece }
  try {
    return [decode(piece.slice(0, equals)), decode(piece.slice(equals + 1))]
  } catch {
    // decodeURIComponent throws URIError alone: a broken escape or bytes that are not UTF-8.
    return { problem: 'malformedQuery', text: piece }
  }
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  return spaced.includes('%') ? decodeURIComponent(spaced) : spaced
}
