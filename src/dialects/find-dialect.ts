import type { Claim, Dialect } from './kit/dialect.ts'
import type { WireRequest } from './kit/wire-request.ts'

const SUREST_FIRST: readonly Claim[] = ['host', 'shape', 'version']

/** The dialect a request is meant for: by API host, then by the shape of its signature, then by its version. */
export function findDialect(dialects: readonly Dialect[], request: WireRequest): Dialect | undefined {
  let surest: { readonly dialect: Dialect; readonly doubt: number } | undefined
  for (const dialect of dialects) {
    const claim = dialect.claim(request)
    if (claim === undefined) continue
    const doubt = SUREST_FIRST.indexOf(claim)
    if (doubt === 0) return dialect
    if (!surest || doubt < surest.doubt) surest = { dialect, doubt }
  }
  return surest?.dialect
}
