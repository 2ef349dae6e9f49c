/** What passed of one subject, as it was last written. */
export interface RateRow {
  /** Milliseconds since the epoch, oldest first. */
  readonly passedMs: readonly number[]
  /** Grows with every write. */
  readonly version: number
}

export interface RateStore {
  find(subject: string): Promise<RateRow | undefined>
  /** Writes if the row is still as `before` says; undefined: there is none. False: somebody else wrote. */
  replace(subject: string, before: RateRow | undefined, passedMs: readonly number[]): Promise<boolean>
  /** Removes rows of which nothing passed since `beforeMs`. */
  removeIdle(beforeMs: number): Promise<void>
}
