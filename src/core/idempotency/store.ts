/** Names one use of a client token: the same text is another token elsewhere. */
export interface TokenKey {
  readonly account: string
  readonly dialect: string
  readonly region: string
  readonly action: string
  readonly token: string
}

/** Fields of an answer as they are kept: JSON, without what is given once. */
export type Answer = Readonly<Record<string, unknown>>

/** A token that is taken. */
export interface TokenUse {
  /** Of the parameters of the first call. */
  readonly parametersHash: string
  /** Undefined while the first call runs. */
  readonly answer: Answer | undefined
  /** End of the lease of a running call, or of the time its answer is kept; milliseconds since the epoch. */
  readonly expiresAtMs: number
}

/** Who wants a token, and until when it is his if he says nothing more. */
export interface Claim {
  readonly holder: string
  readonly parametersHash: string
  readonly nowMs: number
  readonly expiresAtMs: number
}

/** A row counts until `expiresAtMs` only; whoever comes later finds the token free. */
export interface IdempotencyStore {
  /** Takes the token for `holder`. False: it is taken; of many at the same time one succeeds. */
  claim(key: TokenKey, claim: Claim): Promise<boolean>
  find(key: TokenKey, nowMs: number): Promise<TokenUse | undefined>
  /** Keeps the answer. False: the token is no longer the holder's. */
  keepAnswer(
    key: TokenKey,
    holder: string,
    kept: { readonly answer: Answer; readonly expiresAtMs: number },
  ): Promise<boolean>
  /** Gives up a token that has no answer. */
  release(key: TokenKey, holder: string): Promise<void>
  /** Removes some rows that count no longer, of any account: the oldest, at most `limit`. */
  removeExpired(nowMs: number, limit: number): Promise<void>
}
