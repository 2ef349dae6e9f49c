import type { Result } from './result.ts'

/** What a part is given. */
export interface Context {
  /** For files of the run; removed at the end. */
  readonly folder: string
  /** How often everything has its turn. */
  readonly rounds: number
  /** The only ones that are measured, where a part measures several; empty: all. */
  readonly dialects: readonly string[]
}

export interface Part {
  readonly name: string
  /** `npm run bench:check` runs it. */
  readonly isQuick: boolean
  readonly measure: (context: Context) => Promise<Result>
}
