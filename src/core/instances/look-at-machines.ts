import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'
import { MachineError } from '../machines/driver.ts'
import type { AdmissionRules } from './admit.ts'
import { findObstacle } from './checks.ts'
import { type Instance, machineOf } from './instance.ts'

/** A machine that does not answer within this time does not answer. */
const LONGEST_LOOK_MS = 10_000

/**
 * Looks at the machines of a call before it is let in, where the rules ask for it: a call that could only fail later
 * is refused now. Runs before the transaction, as a machine may take its time; an instance with an obstacle of its
 * own is passed over, so that `admit` names the obstacle.
 * Faults: machineFailed, machineUnreachable.
 */
export async function lookAtMachines(
  core: Core,
  call: Call,
  { rules, instanceIds }: { readonly rules: AdmissionRules; readonly instanceIds: readonly string[] },
): Promise<void> {
  if (rules.looksAtMachine !== true) return
  const { account, dialect, region, action } = call
  const owner = { account, dialect, ...(rules.isRegional ? { region } : {}) }
  const operable = async (ids: readonly string[]) => {
    const found = await core.database.instances.findByIds(owner, ids)
    return found.filter((instance) => !findObstacle(instance, rules.checks, { ...rules, action }))
  }
  const looks = (await operable(instanceIds)).map((instance) => lookAtMachine(core, instance))
  for (const fault of await Promise.all(looks)) {
    if (!fault) continue
    // Switched off by a call that was let in meanwhile: no fault of the machine.
    const [isStillOperable] = await operable([fault.detail.id])
    if (isStillOperable) throw fault
  }
}

type MachineFault = Fault<'machineFailed'> | Fault<'machineUnreachable'>

/** What is wrong with the machine of an instance; undefined when it can be operated. */
export async function lookAtMachine(core: Core, instance: Instance): Promise<MachineFault | undefined> {
  const { id, state } = instance
  const driver = core.drivers.get(instance.driver)
  const signal = AbortSignal.timeout(LONGEST_LOOK_MS)
  try {
    const { isReachable } = await driver.observe(machineOf(instance), signal)
    return isReachable || state !== 'running' ? undefined : new Fault('machineUnreachable', { id })
  } catch (error) {
    if (error instanceof MachineError) return new Fault('machineFailed', { id }, { cause: error })
    if (signal.aborted) return new Fault('machineUnreachable', { id }, { cause: error })
    throw error
  }
}
