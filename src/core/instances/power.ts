import type { Call } from '../call.ts'
import { type Core, changeInstances } from '../core.ts'
import type { Stores } from '../database.ts'
import { Fault } from '../fault.ts'
import { capabilitiesOf, type MachineCapabilities } from '../machines/capabilities.ts'
import { beginOperation } from '../operations/begin.ts'
import type { Operation } from '../operations/operation.ts'
import {
  type Plan,
  planForget,
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
  /**
   * `release` isolates a prepaid instance that is not isolated yet, and terminates every other. `forget` terminates
   * without touching the machine: for one that is gone for ever.
   */
  readonly verb: 'start' | 'stop' | 'reboot' | 'isolate' | 'terminate' | 'release' | 'forget'
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
  const act = async (tx: Stores, instance: Instance) => {
    const capabilities = await capabilitiesOf(core, tx, instance)
    const fault = powerFault(capabilities, instance, request.verb)
    if (fault) throw fault
    if (request.isDryRun) return
    const options = { changes: changesOf(request, instance), isForced: request.isForced ?? false }
    const plan = planOf(capabilities, request, instance)
    begun.push(await beginOperation({ core, tx, call }, instance, plan, options))
    call.trail.add({ what: 'instance', verb: 'accepted', subject: instance.id, detail: request.verb })
  }
  const outcomes = await changeInstances(core, call, {
    instanceIds: request.instanceIds,
    work: (tx) =>
      admit(tx, call, { rules, instanceIds: request.instanceIds }, (instance) => act(tx, instance)),
  })
  core.dispatcher.wake(begun)
  return outcomes
}

/** Why it cannot be done with the machine of an instance; undefined when it can. */
export async function findPowerFault(
  core: Core,
  instance: Instance,
  verb: PowerRequest['verb'],
): Promise<Fault | undefined> {
  return powerFault(await capabilitiesOf(core, core.database, instance), instance, verb)
}

function powerFault(
  { power, reboots }: MachineCapabilities,
  { id }: Instance,
  verb: PowerRequest['verb'],
): Fault | undefined {
  const isPossible = GIVES_UP.has(verb) || (verb === 'reboot' ? reboots : power)
  return isPossible ? undefined : new Fault('powerNotSupported', { id })
}

/** Verbs after which the machine is not used any more. */
const GIVES_UP: ReadonlySet<PowerRequest['verb']> = new Set([
  ...(['isolate', 'terminate', 'release', 'forget'] as const),
])

function planOf(capabilities: MachineCapabilities, { verb }: PowerRequest, instance: Instance): Plan {
  switch (verb) {
    case 'start':
      return planStart(capabilities)
    case 'stop':
      return planStop()
    case 'reboot':
      return planReboot(capabilities)
    case 'isolate':
      return planIsolate(instance.state, capabilities)
    case 'terminate':
      return planTerminate()
    case 'forget':
      return planForget()
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
