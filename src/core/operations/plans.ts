import type { InstanceState } from '../instances/instance.ts'
import type { MachineCapabilities } from '../machines/capabilities.ts'
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

/** Starting brings pending access into force: before the boot, or after it where only the running machine can write. */
export function planStart({ appliesLive }: Pick<MachineCapabilities, 'appliesLive'>): Plan {
  const [apply, start] = [quick('applyAccess', 'starting'), slow('start', 'starting')]
  return { kind: 'power', steps: appliesLive ? [start, apply] : [apply, start], endState: 'running' }
}

export function planStop(): Plan {
  return { kind: 'power', steps: [slow('stop', 'stopping')], endState: 'stopped' }
}

/**
 * A reboot goes through a full stop, so that pending access comes into force; a machine that cannot be switched off,
 * or not be written while it is off, is given its access first and then boots again by itself.
 */
export function planReboot({ power, appliesLive }: MachineCapabilities): Plan {
  if (!power || appliesLive) {
    const steps = [quick('applyAccess', 'rebooting'), slow('reboot', 'rebooting')]
    return { kind: 'power', steps, endState: 'running' }
  }
  const steps = [slow('stop', 'rebooting'), quick('applyAccess', 'rebooting'), slow('start', 'rebooting')]
  return { kind: 'power', steps, endState: 'running' }
}

/**
 * Stops the machine, where that can be done, and leaves it in the recycle bin. One that must run to give its access
 * back stays on: it could not be let go otherwise.
 */
export function planIsolate(state: InstanceState, { power, appliesLive }: MachineCapabilities): Plan {
  const isOn = state === 'running' || state === 'rescue'
  const steps = power && !appliesLive && isOn ? [slow('stop', 'stopping')] : []
  return { kind: 'power', steps, endState: 'shutdown' }
}

export function planTerminate(): Plan {
  return { kind: 'terminate', steps: [slow('remove', 'terminating')], endState: 'terminating' }
}

/** The instance goes; its machine is not touched and keeps what was written there. */
export function planForget(): Plan {
  return { kind: 'terminate', steps: [], endState: 'terminating' }
}

/**
 * Brings a change of access into force at once: by a power cycle where the machine runs and cannot do without. Where
 * only the running machine can write, one that is off has it after its next start.
 */
export function planAccess(
  state: InstanceState,
  options: { readonly isLive: boolean; readonly capabilities: Pick<MachineCapabilities, 'appliesLive'> },
): Plan {
  if (state === 'stopped' && options.capabilities.appliesLive)
    return { kind: 'access', steps: [], endState: state }
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

/**
 * The same for a machine that only writes its access while it runs: it is switched on again before its access is put
 * back. One that was off is switched off, if it may have been started, and has its access after its next start.
 */
export function planUndoLive(
  before: InstanceState,
  { mayHaveStopped, mayHaveStarted }: { mayHaveStopped: boolean; mayHaveStarted: boolean },
): Plan {
  const wasOn = before !== 'stopped'
  const steps = wasOn
    ? [...(mayHaveStopped ? [slow('start', 'starting')] : []), quick('applyAccess', before)]
    : [...(mayHaveStarted ? [quick('stop', 'stopping')] : [])]
  return { kind: 'access', steps, endState: before }
}

function slow(name: StepName, shows: InstanceState): Step {
  return { name, shows, takesTime: true }
}

function quick(name: StepName, shows: InstanceState): Step {
  return { name, shows, takesTime: false }
}
