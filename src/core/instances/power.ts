import type { Call } from '../call.ts'
import { type Core, change } from '../core.ts'
import { Fault } from '../fault.ts'
import { beginOperation } from '../operations/begin.ts'
import type { Operation } from '../operations/operation.ts'
import {
  type Plan,
  planIsolate,
  planReboot,
  planStart,
  planStop,
  planTerminate,
} from '../operations/plans.ts'
import { type AdmissionRules, admit, type Outcome } from './admit.ts'
import type { Instance, StoppedMode } from './instance.ts'
import { lookAtMachines } from './look-at-machines.ts'
import type { InstanceChanges } from './store.ts'

export interface PowerRequest {
  /** `release` isolates a prepaid instance that is not isolated yet, and terminates every other. */
  readonly verb: 'start' | 'stop' | 'reboot' | 'isolate' | 'terminate' | 'release'
  readonly instanceIds: readonly string[]
  /** Without asking the guest. */
  readonly isForced?: boolean
  /** For `stop`. */
  readonly stoppedMode?: StoppedMode
  /** Everything is checked, nothing is changed. */
  readonly isDryRun?: boolean
}

/** Begins a power operation on each instance. Faults: those of `admit`, powerNotSupported. */
export async function operatePower(
  core: Core,
  call: Call,
  rules: AdmissionRules,
  request: PowerRequest,
): Promise<readonly Outcome[]> {
  await lookAtMachines(core, call, { rules, instanceIds: request.instanceIds })
  const begun: Operation[] = []
  const act = async (tx: Parameters<Parameters<typeof change>[2]>[0], instance: Instance) => {
    const fault = findPowerFault(core, instance, request.verb)
    if (fault) throw fault
    if (request.isDryRun) return
    const options = { changes: changesOf(request, instance), isForced: request.isForced ?? false }
    begun.push(await beginOperation({ core, tx, call }, instance, planOf(core, request, instance), options))
    call.trail.add({ what: 'instance', verb: 'accepted', subject: instance.id, detail: request.verb })
  }
  const outcomes = await change(core, call, (tx) =>
    admit(tx, call, { rules, instanceIds: request.instanceIds }, (instance) => act(tx, instance)),
  )
  core.dispatcher.wake(begun)
  return outcomes
}

/** Why the driver of an instance cannot do it; undefined when it can. */
export function findPowerFault(
  core: Core,
  { id, driver }: Instance,
  verb: PowerRequest['verb'],
): Fault | undefined {
  const { power, reboots } = core.drivers.get(driver).capabilities
  const isPossible = GIVES_UP.has(verb) || (verb === 'reboot' ? reboots : power)
  return isPossible ? undefined : new Fault('powerNotSupported', { id })
}

/** Verbs after which the machine is not used any more. */
const GIVES_UP: ReadonlySet<PowerRequest['verb']> = new Set(['isolate', 'terminate', 'release'])

function planOf(core: Core, { verb }: PowerRequest, instance: Instance): Plan {
  const { capabilities } = core.drivers.get(instance.driver)
  switch (verb) {
    case 'start':
      return planStart()
    case 'stop':
      return planStop()
    case 'reboot':
      return planReboot(capabilities)
    case 'isolate':
      return planIsolate(instance.state, capabilities)
    case 'terminate':
      return planTerminate()
    case 'release':
      return isToBeIsolated(verb, instance) ? planIsolate(instance.state, capabilities) : planTerminate()
  }
}

function isToBeIsolated(verb: PowerRequest['verb'], { chargeType, state }: Instance): boolean {
  return verb === 'isolate' || (verb === 'release' && chargeType === 'prepaid' && state !== 'shutdown')
}

function changesOf({ verb, stoppedMode }: PowerRequest, instance: Instance): InstanceChanges {
  // In the recycle bin there is no rescue mode: its next boot, if there is one, is that of its own system.
  if (instance.rescuePasswordHash !== undefined && isToBeIsolated(verb, instance))
    return { rescuePasswordHash: undefined, desiredVersion: instance.desiredVersion + 1 }
  if (verb === 'stop') return { stoppedMode: stoppedMode ?? 'keep-charging' }
  return verb === 'start' ? { stoppedMode: undefined } : {}
}
