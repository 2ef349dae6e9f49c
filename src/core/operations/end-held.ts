import type { Core } from '../core.ts'
import { inTurn } from '../database.ts'
import { type Instance, type InstanceState, machineOf } from '../instances/instance.ts'
import type { Operation } from './operation.ts'
import { removeInstance } from './run.ts'

/** Where an instance goes whose passing state was held open; one that is only busy stays as it is. */
const NEXT: Partial<Record<InstanceState, InstanceState>> = {
  starting: 'running',
  pending: 'running',
  rebooting: 'running',
  stopping: 'stopped',
  'entering-rescue': 'rescue',
  'exiting-rescue': 'running',
  rebuilding: 'running',
  'live-migrating': 'running',
}

/**
 * Ends an operation that a seed file holds open: the instance goes on to where its state leads, and is free. One that was
 * being terminated is gone. The machine is changed first, the row after it, as in `runOperation`.
 * False: somebody else ended it meanwhile.
 */
export async function endHeld(core: Core, operation: Operation, instance: Instance): Promise<boolean> {
  const state = NEXT[instance.state] ?? instance.state
  await setPower(core, instance, state)
  const { account } = instance
  return inTurn(core.database, { account, instanceIds: [instance.id] }, async (tx) => {
    if (!(await tx.operations.advance(operation.id, operation.fence, { outcome: 'succeeded' }))) return false
    if (instance.state === 'terminating') await removeInstance(tx, instance)
    else {
      const stopped =
        state === 'stopped' ? ({ stoppedMode: instance.stoppedMode ?? 'keep-charging' } as const) : {}
      const free = { ...stopped, state, currentOperationId: undefined }
      await tx.instances.update(instance, { operationId: operation.id }, free)
    }
    return true
  })
}

async function setPower({ drivers }: Core, instance: Instance, state: InstanceState): Promise<void> {
  if (state === instance.state) return
  const driver = drivers.get(instance.driver)
  const { signal } = new AbortController()
  if (state === 'running') await driver.start(machineOf(instance), signal)
  if (state === 'stopped') await driver.stop(machineOf(instance), { force: true }, signal)
}
