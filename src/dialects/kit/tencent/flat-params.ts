import { isUtf8 } from 'node:buffer'
import { MAX_VALUES, type Pair } from '../nest-pairs.ts'
import { decodePart, takePieces } from '../urlencoded.ts'
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
  const problem = takePieces(text, (piece): ParamProblem | undefined => {
    const pair = readPair(piece)
    if ('problem' in pair) return pair
    return pairs.push(pair) > MAX_VALUES ? { problem: 'tooMany', limit: MAX_VALUES } : undefined
  })
  return problem ?? pairs
}

function readPair(piece: string): Pair | ParamProblem {
  const equals = piece.indexOf('=')
  if (equals === -1) return { problem: 'malformedQuery', text: piece }
  try {
    return [decodePart(piece.slice(0, equals)), decodePart(piece.slice(equals + 1))]
  } catch {
    // A URIError: nothing else is thrown.
    return { problem: 'malformedQuery', text: piece }
  }
}
