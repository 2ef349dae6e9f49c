import type { Operation } from './operation.ts'

/** Sees to it that committed operations are carried on, in this process or another. */
export interface Dispatcher {
  /** Called after the commit that made the operations. Never throws. */
  wake(operations: readonly Pick<Operation, 'id' | 'dueAtMs'>[]): void
}
