import type { AuditRow } from '../audit/audit-row.ts'
import { inTurn } from '../database.ts'
import type { Instance, InstanceState } from '../instances/instance.ts'
import type { Turn } from '../turn-store.ts'
import type { Operation, StepName } from './operation.ts'
import { capabilitiesOf } from '../machines/capabilities.ts'
import { failedChange, machineRow } from './machine-audit.ts'
import { type Plan, planUndo, planUndoLive } from './plans.ts'
import { bindAgain } from './unbound.ts'
import type { Worker } from './worker.ts'
import { takeBack } from './written.ts'

const MOST_ATTEMPTS = 3
const FIRST_RETRY_MS = 200
/** An undo that does not work either is tried this long, then left as it is. */
const LONGEST_UNDO_MS = 60_000

/**
 * A step failed, for the `attempt`th time. It is tried again, each time later, until the attempts or the deadline are
 * used up; then bindings, password setting and state go back to what they were, as a new desired access, and the
 * operation ends as FAILED. False: somebody else has taken the operation up meanwhile.
 */
export async function fail(
  worker: Worker,
  operation: Operation,
  { instance, error }: { instance: Instance; error: unknown },
): Promise<boolean> {
  const nowMs = worker.clock.now()
  const message = error instanceof Error ? error.message : String(error)
  if (operation.attempt < MOST_ATTEMPTS && nowMs < operation.deadlineAtMs) {
    const dueAtMs = nowMs + FIRST_RETRY_MS * 2 ** (operation.attempt - 1)
    return worker.database.operations.advance(operation.id, operation.fence, {
      ...{ attempt: operation.attempt, dueAtMs, message },
    })
  }
  const isLost = operation.isUndoing || operation.kind === 'create'
  // Not every cloud has a place for the reason in its answers.
  worker.log.warn(
    factsOf(operation, instance),
    `${isLost ? 'an operation failed for good' : 'an operation failed and is undone'}: ${message}`,
  )
  return (isLost ? giveUp : undo)(worker, operation, { instance, message })
}

/** What is written is of this instance only. */
function turnOf({ account, instanceId }: Operation): Turn {
  return { account, instanceIds: [instanceId] }
}

function factsOf({ id, kind, requestId }: Operation, instance: Instance): object {
  const { dialect, account } = instance
  return { operation: id, kind, requestId, dialect, account, instance: instance.id }
}

async function undo(
  worker: Worker,
  operation: Operation,
  { instance, message }: { instance: Instance; message: string },
): Promise<boolean> {
  const { before } = operation
  const plan = await planUndoOf(worker, operation, instance)
  const nowMs = worker.clock.now()
  return inTurn(worker.database, turnOf(operation), async (tx) => {
    const progress = {
      steps: plan.steps,
      step: 0,
      endState: plan.endState,
      attempt: 0,
      dueAtMs: nowMs,
      message,
    }
    const isMine = await tx.operations.advance(operation.id, operation.fence, {
      ...progress,
      isUndoing: true,
      deadlineAtMs: nowMs + LONGEST_UNDO_MS,
    })
    if (!isMine) return false
    // Anew: the step took its time, and others may have described the instance meanwhile.
    const [current = instance] = await tx.instances.findByIds(instance, [instance.id])
    await tx.instances.update(
      instance,
      { operationId: operation.id },
      {
        state: plan.steps[0]?.shows ?? plan.endState,
        stoppedMode: before.stoppedMode,
        allowsPassword: before.allowsPassword,
        passwordHash: before.passwordHash,
        rescuePasswordHash: before.rescuePasswordHash,
        ...(before.written ? takeBack(current, before.written) : {}),
        desiredVersion: current.desiredVersion + 1,
      },
    )
    await bindAgain(tx, instance, before)
    await tx.audit.append([failureRow(worker, operation, { instance, message })])
    return true
  })
}

async function planUndoOf(worker: Worker, operation: Operation, instance: Instance): Promise<Plan> {
  const { before } = operation
  const mayHaveStarted = mayHaveBegun(operation, 'start')
  const { appliesLive, power } = await capabilitiesOf(worker, worker.database, instance)
  if (appliesLive) {
    const mayHaveStopped = power && mayHaveBegun(operation, 'stop')
    return planUndoLive(before.state, { mayHaveStopped, mayHaveStarted })
  }
  const isWiped = mayHaveBegun(operation, 'reinstall')
  return planUndo(before.state, { isWiped, isOn: isStillOn(operation), mayHaveStarted })
}

/** A step of this name was at least begun: one that took too long may still have done its work. */
function mayHaveBegun({ steps, step }: Operation, wanted: StepName): boolean {
  return steps.slice(0, step + 1).some(({ name }) => name === wanted)
}

/** All that was tried is a change of access on the running machine: its power was not touched. */
function isStillOn({ steps }: Operation): boolean {
  return steps.every(({ name }) => name === 'applyAccess')
}

/** The machine cannot even be put back: the instance is freed in the state it is believed to be in. */
async function giveUp(
  worker: Worker,
  operation: Operation,
  { instance, message }: { instance: Instance; message: string },
): Promise<boolean> {
  const isGivenUp = await worker.database.transaction(async (tx) => {
    const outcome = { outcome: 'failed', message } as const
    if (!(await tx.operations.advance(operation.id, operation.fence, outcome))) return false
    const state = believedState(operation)
    await tx.instances.update(
      instance,
      { operationId: operation.id },
      { state, currentOperationId: undefined },
    )
    await tx.audit.append([failureRow(worker, operation, { instance, message })])
    return true
  })
  if (isGivenUp) worker.ended?.add(operation.kind, 'failed')
  return isGivenUp
}

function failureRow(
  worker: Worker,
  operation: Operation,
  { instance, message }: { instance: Instance; message: string },
): AuditRow {
  const place = { operation, instance }
  return machineRow(worker, place, { machine: failedChange(place, message), outcome: 'failed' })
}

function believedState(operation: Operation): InstanceState {
  if (operation.kind === 'create') return 'corrupted'
  return operation.steps[operation.step]?.name === 'start' ? 'stopped' : operation.before.state
}
