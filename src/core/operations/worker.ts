import type { Core } from '../core.ts'
import type { EndedOperations } from './ended-operations.ts'
import type { Holds } from './holds.ts'

/** What whoever carries operations on needs of the core. */
export interface Worker extends Pick<Core, 'database' | 'drivers' | 'clock' | 'log'> {
  /** Counts what it brings to an end. */
  readonly ended?: EndedOperations | undefined
  /** Whose operations stay where they are. */
  readonly holds?: Holds | undefined
}
