import { vi } from 'vitest'

import type { Core } from '../src/core/core.ts'

/** A change that waits before its transaction. */
export interface WaitingChange {
  /** Resolves when a call has come to its change. */
  readonly reached: Promise<void>
  letGo(): void
}

/** Holds the next transaction back until it is let go; with `error`, it then fails. */
export function holdNextChange(core: Core, error?: Error): WaitingChange {
  const reached = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  vi.spyOn(core.database, 'transaction').mockImplementationOnce(async (work) => {
    reached.resolve()
    await gate.promise
    if (error) throw error
    // Not held any more.
    return core.database.transaction(work)
  })
  return { reached: reached.promise, letGo: gate.resolve }
}
