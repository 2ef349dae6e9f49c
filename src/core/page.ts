/** A part of an ordered list: newest first, ids break ties, so that pages neither repeat nor lose a row. */
export type Page =
  | { readonly limit: number; readonly offset: number }
  | { readonly limit: number; readonly after: Position | undefined }

/** Place of the last row that was seen. */
export interface Position {
  readonly createdAtMs: number
  readonly id: string
}

export interface Listed<T> {
  readonly rows: readonly T[]
  /** Number of all matches, before paging. */
  readonly total: number
  /** Where the next page begins; undefined on the last page. */
  readonly next: Position | undefined
}

export interface TextPattern {
  readonly match: 'exact' | 'contains' | 'startsWith' | 'endsWith'
  readonly text: string
}
