import type { InstanceState } from '../instances/instance.ts'
import type { DriverCapabilities } from '../machines/driver.ts'
import type { OperationKind, Step, StepName } from './operation.ts'

/** What an operation will do: its steps, the state each of them shows, and the state in the end. */
export interface Plan {
  readonly kind: OperationKind
  readonly steps: readonly Step[]
  readonly endState: InstanceState
}

/** Creates the machine. The first state is shown until its access is written, the second until it runs. */
export function planCreate(shows: { first: InstanceState; second: InstanceState }): Plan {
  return {
    kind: 'create',
    steps: [slow('applyAccess', shows.first), slow('start', shows.second)],
    endState: 'running',
  }
}

/** Starting brings pending access into force. */
export function planStart(): Plan {
  return {
    kind: 'power',
    steps: [quick('applyAccess', 'starting'), slow('start', 'starting')],
    endState: 'running',
  }
}

export function planStop(): Plan {
  return { kind: 'power', steps: [slow('stop', 'stopping')], endState: 'stopped' }
}

/**
 * A reboot goes through a full stop, so that pending access comes into force; a machine that cannot be switched off
 * is given its access first and then boots again by itself.
 */
export function planReboot({ power }: DriverCapabilities): Plan {
  if (!power) {
    const steps = [quick('applyAccess', 'rebooting'), slow('reboot', 'rebooting')]
    return { kind: 'power', steps, endState: 'running' }
  }
  const steps = [slow('stop', 'rebooting'), quick('applyAccess', 'rebooting'), slow('start', 'rebooting')]
  return { kind: 'power', steps, endState: 'running' }
}

/** Stops the machine, where that can be done, and leaves it in the recycle bin. */
export function planIsolate(state: InstanceState, { power }: DriverCapabilities): Plan {
  const isOn = state === 'running' || state === 'rescue'
  const steps = power && isOn ? [slow('stop', 'stopping')] : []
  return { kind: 'power', steps, endState: 'shutdown' }
}

export function planTerminate(): Plan {
  return { kind: 'terminate', steps: [slow('remove', 'terminating')], endState: 'terminating' }
}

/** Brings a change of access into force at once: by a power cycle where the machine runs and cannot do without. */
export function planAccess(
  state: InstanceState,
  options: { readonly isLive: boolean; readonly capabilities: DriverCapabilities },
): Plan {
  if (state !== 'running' || options.isLive || options.capabilities.appliesLive) {
    return { kind: 'access', steps: [quick('applyAccess', state)], endState: state }
  }
  const steps = [slow('stop', 'stopping'), quick('applyAccess', 'stopped'), slow('start', 'starting')]
  return { kind: 'access', steps, endState: 'running' }
}

/** What an instance shows while its system is put on anew. */
export interface ReinstallShows {
  /** While the disk is made anew and access is written to it. */
  readonly rebuilding: InstanceState
  /** While the new system boots. */
  readonly starting: InstanceState
}

/** Gives the machine a fresh disk with the access wanted on it, and boots it. */
export function planReinstall(state: InstanceState, shows: ReinstallShows): Plan {
  const steps = [
    ...(state === 'running' ? [slow('stop', 'stopping')] : []),
    slow('reinstall', shows.rebuilding),
    quick('applyAccess', shows.rebuilding),
    slow('start', shows.starting),
  ]
  return { kind: 'reinstall', steps, endState: 'running' }
}

/** Boots the rescue system. */
export function planEnterRescue(state: InstanceState): Plan {
  return planRescue(state === 'running', { shows: 'entering-rescue', endState: 'rescue' })
}

/** Boots the machine's own system again. */
export function planExitRescue(): Plan {
  return planRescue(true, { shows: 'exiting-rescue', endState: 'running' })
}

function planRescue(
  isOn: boolean,
  { shows, endState }: { shows: InstanceState; endState: InstanceState },
): Plan {
  const steps = [...(isOn ? [slow('stop', shows)] : []), quick('applyAccess', shows), slow('start', shows)]
  return { kind: 'rescue', steps, endState }
}

/**
 * Puts a machine back to how it was before an operation failed; one whose disk was made anew gets a fresh one, one
 * that was never switched off is not started. One that may have been started is switched off first: it was off before,
 * or runs something else now.
 */
export function planUndo(
  before: InstanceState,
  { isWiped = false, isOn = false, mayHaveStarted = false } = {},
): Plan {
  const steps = [
    ...(mayHaveStarted ? [quick('stop', 'stopping')] : []),
    ...(isWiped ? [quick('reinstall', before)] : []),
    quick('applyAccess', before),
  ]
  if (!isOn && (before === 'running' || before === 'rescue')) steps.push(slow('start', 'starting'))
  return { kind: 'access', steps, endState: before }
}

function slow(name: StepName, shows: InstanceState): Step {
  return { name, shows, takesTime: true }
}

function quick(name: StepName, shows: InstanceState): Step {
  return { name, shows, takesTime: false }
}
