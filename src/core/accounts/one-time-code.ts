import type { Secret } from '../secret.ts'

/** Makes secrets of MFA devices and knows their codes. Asynchronous, so that its library can be loaded late. */
export interface OneTimeCodes {
  /** A new secret, random, as text in base32: what people type into their device. */
  newSecret(): Promise<Secret>
  /** The `otpauth://` address that devices read as a QR code; the secret is in it. */
  uri(secret: Secret, owner: string): Promise<Secret>
  /**
   * The time step whose code this is: the one of `nowMs` or a neighbour of it. Undefined when there is none, also
   * for what is no code at all. Knows nothing of codes that were used.
   */
  findStep(secret: Secret, code: string, nowMs: number): Promise<number | undefined>
}
