import type { Core } from '../../core/core.ts'
import type { Operation } from '../../core/operations/operation.ts'
import { followOne } from './operation-events.ts'

/** How an operation ended: `message` says why it failed. */
export type Ended = { readonly outcome: 'succeeded' | 'failed'; readonly message: string }

/**
 * Waits until an operation has ended. Undefined: the caller has gone before that; an operation may be held as long as one
 * likes, so nobody else would end the waiting.
 */
export async function endOf(
  { database: { operations } }: Core,
  { id }: Pick<Operation, 'id'>,
  gone: AbortSignal,
): Promise<Ended | undefined> {
  let last = await operations.find(id)
  if (last) for await (const operation of followOne(operations, last, gone)) last = operation
  if (last?.outcome === 'failed') return { outcome: 'failed', message: last.message }
  // What is not there any more has gone with its instance.
  return last?.outcome === 'running' && gone.aborted ? undefined : { outcome: 'succeeded', message: '' }
}
