/** A refusal as it stands on the wire. */
export interface WireError {
  /** HTTP status. */
  readonly status: number
  readonly code: string
  readonly message: string
  /** Numeric code, where the cloud has one. */
  readonly codeN?: number
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
