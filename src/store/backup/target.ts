import type { Migration } from '../migrations/index.ts'
import type { Rebuilding } from './rebuild.ts'

/** A database that a backup is loaded into. Disposing it closes it. */
export interface Target extends AsyncDisposable {
  /** A table with rows in it, if there is one. */
  findFilled(): Promise<string | undefined>
  /** Replaces all tables, in one transaction. */
  rebuild(plan: Omit<Rebuilding, 'migrations' | 'nowMs'>): Promise<void>
}

export interface TargetNeeds {
  readonly migrations: readonly Migration[]
  readonly nowMs: number
}
