export interface NonceStore {
  /** Records a nonce; of many at the same time one succeeds, the others are told false. */
  insert(used: {
    readonly accessKeyId: string
    readonly nonce: string
    readonly nowMs: number
  }): Promise<boolean>
  /** Removes some that were used before `beforeMs`: the oldest, at most `limit`. */
  removeOld(beforeMs: number, limit: number): Promise<void>
}
