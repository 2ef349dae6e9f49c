import type { Stretch } from '../accounts/store.ts'

/** What the holder of a token may do, each including the one before. */
export type TokenScope = 'reader' | 'operator' | 'admin'

/** A bearer token of Keyplane's own API, as it is kept: what the token is, only its holder knows. */
export interface ApiToken {
  readonly id: string
  readonly name: string
  readonly scope: TokenScope
  /** See `hashOfToken`. */
  readonly tokenHash: string
  readonly createdAtMs: number
  /** Undefined: it does not run out. */
  readonly expiresAtMs: number | undefined
}

export interface ApiTokenStore {
  insert(token: ApiToken): Promise<void>
  findByHash(tokenHash: string): Promise<ApiToken | undefined>
  /** In the order of their ids. */
  list(stretch: Stretch): Promise<readonly ApiToken[]>
  /** Whether there was one. */
  remove(id: string): Promise<boolean>
}
