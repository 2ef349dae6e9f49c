import type { AccessDifference, AccessState } from './access-state.ts'

/** The thing behind an instance, as a driver is told of it. */
export interface Machine {
  /** Stable, unique over all dialects and accounts. */
  readonly id: string
  /** Id of the instance that shows this machine; what people write before the `@` of an SSH address. */
  readonly instanceId: string
  /** The user that bound keys let in. */
  readonly loginUser: string
}

/** What a machine has after a driver converged it. */
export interface Applied {
  /** Version of the access state that is now in force; may be newer than the one asked for. */
  readonly version: number
  /** What this very call made different; absent: nothing. */
  readonly changed?: AccessDifference
}

/** What a driver finds on a machine when it looks. */
export interface Observed {
  readonly isReachable: boolean
  /** Managed keys and password setting as found, when the machine can be read. */
  readonly access?: AccessState
  /** The driver leaves the password setting of this machine as it is: it never is a difference. */
  readonly keepsPasswordSetting?: boolean
  /** Ends of keys cannot be written on this machine: that they are not there never is a difference. */
  readonly knowsNoEnds?: boolean
  /** Lines of the login user's authorized_keys that are not ours. */
  readonly foreignKeys: readonly string[]
}

/** How a machine begins to exist. */
export interface NewMachineState {
  /** Absent: nobody has access yet, as far as Keyplane knows. */
  readonly access?: AccessState
  readonly isRunning: boolean
  /** What only the driver understands, for machines that exist already: where they are and how they are reached. */
  readonly settings?: unknown
}

export interface DriverCapabilities {
  /** start and stop do something; `by-machine`: at some machines only, `hasPower` tells at which. */
  readonly power: boolean | 'by-machine'
  /** A running machine can be made to boot again; without `power` by its own system. */
  readonly reboots: boolean
  /**
   * The running machine writes its access itself: a change works at once, without a power cycle, and stays pending
   * while the machine is off.
   */
  readonly appliesLive: boolean
  readonly console: boolean
  /** A machine can be given a fresh system. */
  readonly reinstalls: boolean
  /** A machine can boot a rescue system. */
  readonly rescues: boolean
  /** How long a start, stop or reboot takes to show, in milliseconds. 0: the call itself takes the time. */
  readonly transitionMs: number
}

/**
 * Reaches machines. Every method is safe to call twice: an operation that was interrupted runs its step again.
 * Methods throw `MachineError` for what the machine refused; the operation then retries or undoes.
 */
export interface Driver {
  readonly name: string
  readonly capabilities: DriverCapabilities
  /** Where the machine with this place is reached from outside, and inside its own network. */
  addresses(
    addressIndex: number,
    record: string,
  ): { readonly address: string; readonly privateAddress: string }
  /**
   * Whether start and stop do something at the machine with this record; false for a record that does not read.
   * Reaches nothing.
   */
  hasPower(record: string): boolean
  start(machine: Machine, signal: AbortSignal): Promise<void>
  stop(machine: Machine, options: { force: boolean }, signal: AbortSignal): Promise<void>
  reboot(machine: Machine, signal: AbortSignal): Promise<void>
  /**
   * Makes the machine's managed access equal to `desired`; refuses to go back to an older version.
   * @throws MachineError also for the access of a rescue system, without `rescues`
   */
  applyAccess(machine: Machine, desired: AccessState, signal: AbortSignal): Promise<Applied>
  observe(machine: Machine, signal: AbortSignal): Promise<Observed>
  /**
   * The record of a machine that begins to exist in this state; stored together with its instance. Reaches nothing.
   * A new instance's machine is off and has no access yet; a seed file's may be as if brought up long ago.
   * @throws MachineError when the settings are not what the driver needs
   */
  newRecord(machine: Machine, state: NewMachineState): string
  /**
   * Gives the machine a fresh disk and leaves it off: nothing that was on it stays, nobody is let in, the login user
   * is the one given. The version of its access stays, so that an older one still cannot win; so does its address.
   * @throws MachineError also without `reinstalls`, and leaves the machine as it is
   */
  reinstall(machine: Machine, signal: AbortSignal): Promise<void>
  /** Forgets the machine: its instance was terminated. */
  remove(machine: Machine, signal: AbortSignal): Promise<void>
}

/** A machine, or the way to it, failed. `message` is for the operation row and the log. */
export class MachineError extends Error {
  override readonly name = 'MachineError'
}
