export interface Tag {
  readonly key: string
  readonly value: string
}

/** Matches a resource that has the key with one of the values; no values: with any. */
export interface TagFilter {
  readonly key?: string
  /** Instead of `key`: one of these. */
  readonly anyKey?: readonly string[]
  readonly values: readonly string[]
}
