import { isUtf8 } from 'node:buffer'

import { MAX_VALUES, type Pair } from '../kit/nest-pairs.ts'
import { decodePart, takePieces, utf8OfHeader } from '../kit/urlencoded.ts'
import type { WireRequest } from '../kit/wire-request.ts'

/** Why a query or form cannot be read. */
export type PairsProblem = { readonly problem: 'malformedEncoding' | 'tooMany' }

/**
 * Reads urlencoded text in the order given: `+` and `%20` are blanks, a name alone has an empty value.
 * Source: spec/volcengine.md §1.4, §1.5 step 3.
 */
export function readPairs(text: string): readonly Pair[] | PairsProblem {
  const pairs: Pair[] = []
  const problem = takePieces(text, (piece): PairsProblem | undefined => {
    const pair = readPair(piece)
    if (!pair) return { problem: 'malformedEncoding' }
    return pairs.push(pair) > MAX_VALUES ? { problem: 'tooMany' } : undefined
  })
  return problem ?? pairs
}

/** The pairs of the query. */
export function readQuery({ rawQuery }: WireRequest): readonly Pair[] | PairsProblem {
  const text = utf8OfHeader(rawQuery)
  return text === undefined ? { problem: 'malformedEncoding' } : readPairs(text)
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
    if (equals === -1) return [decodePart(piece), '']
    return [decodePart(piece.slice(0, equals)), decodePart(piece.slice(equals + 1))]
  } catch {
    // A URIError: nothing else is thrown.
    return undefined
  }
}
