import type { MachineChange } from '../audit/audit-row.ts'
import { isOfDatabase, type Stores } from '../database.ts'
import { desiredAccess } from '../instances/desired-access.ts'
import { type Instance, type InstanceKey, machineIdOf, machineOf } from '../instances/instance.ts'
import { MachineError } from '../machines/driver.ts'
import type { Operation, Step } from './operation.ts'
import { fail } from './fail.ts'
import { appliedChange, emptiedChange, machineRow } from './machine-audit.ts'
import type { Worker } from './worker.ts'

/** For how long an operation may be carried on here. */
export interface Lease {
  readonly signal: AbortSignal
  /** Asked right before a machine is touched. @throws when another process may have the operation by now */
  check(): void
}

/** When somebody else takes an operation's steps, it is looked again whether he goes on. */
const LOOK_AGAIN_MS = 1_000

/**
 * Carries one operation on, as far as it is due. Any process may call it at any time, also twice at once:
 *
 * - Each step begins by raising the fence. Whoever holds an older fence can no longer write progress, so of two
 *   workers on one row only the later one counts; steps are safe to do twice, so the earlier one did no harm.
 * - The machine is changed first, the row after it. A crash in between repeats the step.
 * - Progress and the instance's new state are one transaction: the API never sees one without the other.
 *
 * Resolves to the time the operation is due again, or undefined when it is over (or `lease` is).
 */
export async function runOperation(worker: Worker, id: string, lease: Lease): Promise<number | undefined> {
  while (!lease.signal.aborted) {
    const operation = await worker.database.operations.find(id)
    if (!operation || operation.outcome !== 'running' || operation.kind === 'held') return undefined
    if (operation.dueAtMs > worker.clock.now()) return operation.dueAtMs
    if (worker.holds?.held?.has(machineIdOf({ ...operation, id: operation.instanceId }))) return undefined
    if (!(await worker.database.operations.claim(id, operation.fence)))
      return worker.clock.now() + LOOK_AGAIN_MS
    const held = { ...operation, fence: operation.fence + 1 }
    const taken = await takeStep(worker, held, lease)
    if (taken === 'over') return undefined
    if (!taken) return worker.clock.now() + LOOK_AGAIN_MS
  }
  return undefined
}

/** False: somebody else has taken the operation up meanwhile. `over`: it was the last step; else it is looked again. */
async function takeStep(worker: Worker, operation: Operation, lease: Lease): Promise<boolean | 'over'> {
  const step = operation.steps[operation.step]
  const instance = await findInstance(worker.database, operation)
  if (!instance || instance.currentOperationId !== operation.id) {
    // The instance is gone or was taken over: nothing is left to do.
    const isMine = await worker.database.operations.advance(operation.id, operation.fence, {
      outcome: 'failed',
    })
    if (isMine) worker.ended?.add(operation.kind, 'failed')
    return isMine
  }
  const { signal } = lease
  let done: Done = { appliedVersion: instance.appliedVersion }
  try {
    if (step) {
      const inTime = { signal, atMs: operation.deadlineAtMs }
      done = await untilDeadline(worker, inTime, (signal) =>
        act(worker, { operation, step, instance, lease }, signal),
      )
    }
  } catch (error) {
    // Shutting down is no failure: the step is taken again after the restart.
    if (signal.aborted) return true
    // Nor is it the machine's that the database was away: that is waited for, as long as there is time.
    if (isOfDatabase(error) && worker.clock.now() < operation.deadlineAtMs) throw error
    return fail(worker, { ...operation, attempt: operation.attempt + 1 }, { instance, error })
  }
  if (step?.name === 'applyAccess' && done.appliedVersion > instance.desiredVersion)
    return overtake(worker, operation, { instance, version: done.appliedVersion })
  return commitStep(worker, operation, { instance, done })
}

/** A machine that never answers must not hold its instance for ever: the step fails when the deadline is reached. */
async function untilDeadline<T>(
  { clock }: Worker,
  { signal, atMs }: { signal: AbortSignal; atMs: number },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController()
  const timer = clock.wakeAt(atMs, () => deadline.abort(new MachineError('the machine took too long')))
  const either = AbortSignal.any([signal, deadline.signal])
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => aborted.reject(either.reason)
  either.addEventListener('abort', onAbort)
  try {
    return await Promise.race([work(either), aborted.promise])
  } finally {
    either.removeEventListener('abort', onAbort)
    timer[Symbol.dispose]()
  }
}

interface Done {
  /** The access version in force afterwards. */
  readonly appliedVersion: number
  /** What became different on the machine. */
  readonly change?: MachineChange | undefined
}

/** Does one step on the machine. */
async function act(
  worker: Worker,
  {
    operation,
    step,
    instance,
    lease,
  }: { operation: Operation; step: Step; instance: Instance; lease: Lease },
  signal: AbortSignal,
): Promise<Done> {
  const { appliedVersion } = instance
  const driver = worker.drivers.get(instance.driver)
  const machine = machineOf(instance)
  if (step.name === 'applyAccess') {
    const desired = await desiredAccess(worker.database, instance)
    lease.check()
    const applied = await driver.applyAccess(machine, desired, signal)
    const change = await appliedChange(worker, { operation, instance }, { desired, applied })
    return { appliedVersion: applied.version, change }
  }
  lease.check()
  switch (step.name) {
    case 'stop':
      await driver.stop(machine, { force: operation.isForced }, signal)
      return { appliedVersion }
    case 'start':
      await driver.start(machine, signal)
      return { appliedVersion }
    case 'reboot':
      await driver.reboot(machine, signal)
      return { appliedVersion }
    case 'reinstall':
      await driver.reinstall(machine, signal)
      return { appliedVersion, change: await emptiedChange(worker, { operation, instance }) }
    case 'remove':
      await driver.remove(machine, signal)
      return { appliedVersion, change: await emptiedChange(worker, { operation, instance }) }
  }
}

/**
 * The machine has seen newer access than this database ever wanted, as after a restore, and did nothing. What is wanted
 * now becomes newer still, and the step is taken again. A worker that is merely late is not meant: the operation is not
 * his any more, and nothing is written. False: somebody else has taken the operation up meanwhile.
 */
async function overtake(
  worker: Worker,
  operation: Operation,
  { instance, version }: { instance: Instance; version: number },
): Promise<boolean> {
  const { id, fence, attempt } = operation
  const isMine = await worker.database.transaction(async (tx) => {
    if (!(await tx.operations.advance(id, fence, { attempt }))) return false
    return tx.instances.update(instance, { operationId: id }, { desiredVersion: version + 1 })
  })
  const versions = { known: instance.desiredVersion, found: version }
  if (isMine) {
    worker.log.warn(
      { operation: id, instance: instance.id, ...versions },
      'a machine has newer access than the database: what is wanted now is written over it',
    )
  }
  return isMine
}

/** Records the step and what the instance shows now; after the last step frees the instance. False: not ours any more. */
async function commitStep(
  worker: Worker,
  operation: Operation,
  { instance, done: { appliedVersion, change } }: { instance: Instance; done: Done },
): Promise<boolean | 'over'> {
  const next = operation.steps[operation.step + 1]
  const { capabilities } = worker.drivers.get(instance.driver)
  const outcome = operation.isUndoing ? 'failed' : 'succeeded'
  const isRemoval = !next && operation.kind === 'terminate' && !operation.isUndoing
  const isRecorded = await worker.database.transaction(async (tx) => {
    // Others may be describing what goes away.
    const { account, instanceId } = operation
    if (isRemoval) await tx.turns.take({ account, instanceIds: [instanceId] })
    const isMine = await tx.operations.advance(operation.id, operation.fence, {
      step: operation.step + 1,
      attempt: 0,
      dueAtMs: worker.clock.now() + (next?.takesTime ? capabilities.transitionMs : 0),
      ...(next ? {} : { outcome }),
    })
    if (!isMine) return false
    if (change) {
      await tx.audit.append([machineRow(worker, { operation, instance }, { machine: change, outcome: 'ok' })])
    }
    // One whose removal failed and was undone is still there.
    if (isRemoval) {
      await removeInstance(tx, instance)
      return true
    }
    await tx.instances.update(
      instance,
      { operationId: operation.id },
      {
        appliedVersion,
        state: next?.shows ?? operation.endState,
        ...(next ? {} : { currentOperationId: undefined }),
      },
    )
    return true
  })
  if (isRecorded && !next) worker.ended?.add(operation.kind, outcome)
  return isRecorded && !next ? 'over' : isRecorded
}

/** Takes an instance and all that belongs to it away. */
export async function removeInstance(tx: Stores, instance: Instance): Promise<void> {
  await tx.bindings.replace(instance, [])
  await tx.tags.removeAll({ ...instance, kind: 'instance' }, [instance.id])
  await tx.machines.remove(machineIdOf(instance))
  await tx.instances.remove(instance)
}

async function findInstance(stores: Stores, operation: Operation): Promise<Instance | undefined> {
  const key: InstanceKey = {
    account: operation.account,
    dialect: operation.dialect,
    id: operation.instanceId,
  }
  const [instance] = await stores.instances.findByIds(key, [key.id])
  return instance
}
