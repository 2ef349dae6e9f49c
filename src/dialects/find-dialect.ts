import type { Claim, Dialect } from './kit/dialect.ts'
import type { WireRequest } from './kit/wire-request.ts'

const SUREST_FIRST: readonly Claim[] = ['host', 'shape', 'version']

/** The dialect a request is meant for: by API host, then by the shape of its signature, then by its version. */
export function findDialect(dialects: readonly Dialect[], request: WireRequest): Dialect | undefined {
  const claims = dialects.map((dialect) => ({ dialect, claim: dialect.claim(request) }))
  for (const wanted of SUREST_FIRST) {
    const found = claims.find(({ claim }) => claim === wanted)
    if (found) return found.dialect
  }
  return undefined
}
