import type { Core } from '../../core/core.ts'
import type { Operation } from '../../core/operations/operation.ts'

/** Operations are looked at this often; each look is one row by its key. */
const LOOK_MS = 50

/** How an operation ended: `message` says why it failed. */
export type Ended = { readonly outcome: 'succeeded' | 'failed'; readonly message: string }

/** Waits until an operation has ended. It always does: every operation has a deadline. */
export async function endOf(core: Core, { id }: Pick<Operation, 'id'>): Promise<Ended> {
  for (;;) {
    const operation = await core.database.operations.find(id)
    if (operation === undefined) return { outcome: 'succeeded', message: '' }
    const { outcome, message } = operation
    if (outcome !== 'running') return { outcome, message }
    await new Promise<void>((resolve) => void core.clock.wakeAt(core.clock.now() + LOOK_MS, resolve))
  }
}
