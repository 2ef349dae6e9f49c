import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import type { Stores } from '../database.ts'
import { Fault } from '../fault.ts'
import type { Instance } from '../instances/instance.ts'
import type { InstanceChanges } from '../instances/store.ts'
import type { Operation } from './operation.ts'
import type { Plan } from './plans.ts'
import { findUnbound } from './unbound.ts'
import { findWritten } from './written.ts'

/** An operation that has not ended by then is undone: nothing stays in a passing state for ever. */
const LONGEST_OPERATION_MS = 10 * 60_000

/**
 * Takes a free instance for an operation: one compare-and-swap, so that of two rivals exactly one wins and the
 * other is told that the instance is busy. The operation is committed with the caller's transaction.
 */
export async function beginOperation(
  parts: { readonly core: Core; readonly tx: Stores; readonly call: Call },
  instance: Instance,
  plan: Plan,
  options: {
    readonly changes?: InstanceChanges
    /** Pairs that the caller unbinds after this. */
    readonly unbinds?: readonly string[]
    readonly isForced?: boolean
  } = {},
): Promise<Operation> {
  const { core, tx, call } = parts
  const operation = { ...newOperation(core, call, instance, plan), isForced: options.isForced ?? false }
  const { changes = {}, unbinds = [] } = options
  const isClaimed = await tx.instances.update(
    instance,
    { operationId: undefined, state: instance.state },
    {
      ...changes,
      state: plan.steps[0]?.shows ?? plan.endState,
      currentOperationId: operation.id,
      latestOperationId: operation.id,
    },
  )
  if (!isClaimed) {
    throw new Fault('instanceBusy', { id: instance.id, state: instance.state, isSameAction: false })
  }
  const written = findWritten(instance, changes)
  const unbound = await findUnbound(tx, instance, unbinds)
  const before = {
    ...operation.before,
    ...(unbound.length > 0 ? { unbound } : {}),
    ...(written ? { written } : {}),
  }
  await tx.operations.insert({ ...operation, before })
  return operation
}

/** Records a change that is over as soon as it is made, so that LatestOperation shows it. */
export async function recordOperation(
  parts: { readonly core: Core; readonly tx: Stores; readonly call: Call },
  instance: Instance,
): Promise<string> {
  const plan: Plan = { kind: 'attribute', steps: [], endState: instance.state }
  const operation = newOperation(parts.core, parts.call, instance, plan)
  await parts.tx.operations.insert({ ...operation, outcome: 'succeeded' })
  return operation.id
}

function newOperation(core: Core, call: Call, instance: Instance, plan: Plan): Operation {
  const { capabilities } = core.drivers.get(instance.driver)
  const firstWaitMs = plan.steps[0]?.takesTime ? capabilities.transitionMs : 0
  return {
    id: core.ids.uuid(),
    account: instance.account,
    dialect: instance.dialect,
    instanceId: instance.id,
    kind: plan.kind,
    action: call.action,
    requestId: call.requestId,
    steps: plan.steps,
    step: 0,
    isUndoing: false,
    endState: plan.endState,
    isForced: false,
    before: {
      state: instance.state,
      stoppedMode: instance.stoppedMode,
      keyPairIds: instance.keyPairIds,
      allowsPassword: instance.allowsPassword,
      passwordHash: instance.passwordHash,
      rescuePasswordHash: instance.rescuePasswordHash,
    },
    attempt: 0,
    fence: 0,
    dueAtMs: call.nowMs + firstWaitMs,
    deadlineAtMs: call.nowMs + LONGEST_OPERATION_MS,
    outcome: 'running',
    message: '',
    createdAtMs: call.nowMs,
  }
}
