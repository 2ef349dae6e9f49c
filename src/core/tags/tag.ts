export interface Tag {
  readonly key: string
  readonly value: string
}

/** Matches a resource that has the key with one of the values; no values: with any. */
export interface TagFilter {
  readonly key?: string
  readonly values: readonly string[]
}
