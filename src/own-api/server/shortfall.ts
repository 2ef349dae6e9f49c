import type { InstanceKey } from '../../core/instances/instance.ts'
import type { Operation } from '../../core/operations/operation.ts'
import type { OwnContext } from './context.ts'
import { endOf } from './end-of-operation.ts'
import { pendingOf } from './tell-instance.ts'

/** Why the access wanted is not in force at an instance. */
export interface Shortfall {
  /** `begun`: nobody waits any more for how it ends. */
  readonly outcome: 'pending' | 'failed' | 'begun'
  readonly message: string
}

const WORDS = {
  operationRunning: 'an operation runs',
  operationFailed: 'the last operation failed',
  machineOff: 'in force when the machine has started',
  nextBoot: 'in force from the next boot on',
} as const

/** What is missing once `operation` has ended, as long as the caller listens. Undefined: the access wanted is in force. */
export async function shortfallOf(
  { core, gone }: OwnContext,
  { account, dialect, id }: InstanceKey,
  operation: Pick<Operation, 'id'> | undefined,
): Promise<Shortfall | undefined> {
  if (operation) {
    const ended = await endOf(core, operation, gone)
    if (!ended) return { outcome: 'begun', message: operation.id }
    if (ended.outcome === 'failed') return { outcome: 'failed', message: ended.message }
  }
  const [instance] = await core.database.instances.findByIds({ account, dialect }, [id])
  if (!instance) return { outcome: 'failed', message: 'the instance is gone' }
  const pending = pendingOf(instance)
  return pending ? { outcome: 'pending', message: WORDS[pending.reason] } : undefined
}
