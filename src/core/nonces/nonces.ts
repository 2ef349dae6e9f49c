/** A nonce is remembered at least this long: the window of acceptable timestamps, both ways. Source: spec/alibaba.md §1.6. */
export const REMEMBERED_MS = 30 * 60_000

/** The nonces that were used, per access key. */
export interface Nonces {
  /** Records a nonce; false when it was used before. Call it only after the signature was verified. */
  use(accessKeyId: string, nonce: string, nowMs: number): boolean | Promise<boolean>
}
