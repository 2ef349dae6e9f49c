/** A refusal as it stands on the wire. */
export interface WireError {
  /** HTTP status. */
  readonly status: number
  readonly code: string
  readonly message: string
  /** The sentence in Chinese, where the cloud has one and sends it to those who ask for it. */
  readonly messageZh?: string
  /** Numeric code, where the cloud has one. */
  readonly codeN?: number
  /** Milliseconds after which the same call may pass, where the cloud says so. */
  readonly retryAfterMs?: number
  /** Further facts in the cloud's words, for an envelope that has a place for them. */
  readonly detail?: Readonly<Record<string, string>>
}

/** Ends a call with a wire error. Thrown by the steps of a dialect, never by the core. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly wireError: WireError

  constructor(wireError: WireError) {
    super(wireError.code)
    this.wireError = wireError
  }
}
