import { isDeepStrictEqual } from 'node:util'
import {
  MachineError,
  type Applied,
  type Driver,
  type Machine,
  type Observed,
} from '../../core/machines/driver.ts'
import { type AccessDifference, type AccessState, keyDifference } from '../../core/machines/access-state.ts'
import type { MachineStore } from '../../core/machines/store.ts'
import { keyUntil, readTimespec } from '../kit/expiry-time.ts'
import { keysAmong } from '../kit/key-file-lines.ts'
import { addressOf } from './address.ts'
import { readKeyFile, writeKeyFile } from './authorized-keys.ts'
import { authorizedKeysPath, fileContent, fileEntry, type Disk } from './disk.ts'
import {
  SIMULATED,
  changeMachine,
  changeOrCreateMachine,
  findMachine,
  newMachineState,
  type MachineState,
} from './machine-state.ts'

/** The open SSH sessions of machines, as far as the driver touches them. */
export interface OpenSessions {
  /** Ends every connection to this machine at once, as a machine does that goes down. */
  cut(machineId: string): void
}

export interface SimulatedDriverOptions {
  readonly machines: MachineStore
  /** How long a start, stop or reboot takes to show, in milliseconds. Not waited for here. */
  readonly transitionMs: number
  readonly sessions: OpenSessions
}

/** Machines that exist only as records; `openSshEndpoint` lets people in to them. Source: design.md §7. */
export function simulatedDriver(options: SimulatedDriverOptions): Driver {
  return new SimulatedDriver(options)
}

class SimulatedDriver implements Driver {
  readonly name = SIMULATED
  readonly capabilities
  readonly #machines: MachineStore
  readonly #sessions: OpenSessions

  constructor({ machines, sessions, transitionMs }: SimulatedDriverOptions) {
    const abilities = { appliesLive: false, console: false, reinstalls: true, rescues: true }
    this.capabilities = { power: true, reboots: true, ...abilities, transitionMs }
    this.#machines = machines
    this.#sessions = sessions
  }

  addresses(addressIndex: number): { address: string; privateAddress: string } {
    const address = addressOf(addressIndex)
    // The same place in a private network: 127.64.0.1 outside is 10.64.0.1 inside.
    return { address, privateAddress: address.replace(/^127\./, '10.') }
  }

  newRecord(machine: Machine, { access, isRunning }: { access?: AccessState; isRunning: boolean }): string {
    const state: MachineState = { ...newMachineState(machine), isRunning, boots: isRunning ? 1 : 0 }
    return JSON.stringify(access === undefined ? state : withAccess(state, access))
  }

  hasPower(): boolean {
    return true
  }

  async start(machine: Machine, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    await changeOrCreateMachine(this.#machines, machine, (state) =>
      state.isRunning ? state : { ...state, isRunning: true, boots: state.boots + 1 },
    )
  }

  async stop(machine: Machine, _options: { force: boolean }, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    await changeMachine(this.#machines, machine.id, (state) =>
      state.isRunning ? { ...state, isRunning: false } : state,
    )
    // After the record: a login that is under way finds the machine off, or is cut.
    this.#sessions.cut(machine.id)
  }

  async reboot(machine: Machine, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    await changeOrCreateMachine(this.#machines, machine, (state) => ({
      ...state,
      isRunning: true,
      boots: state.boots + 1,
    }))
    this.#sessions.cut(machine.id)
  }

  async applyAccess(machine: Machine, desired: AccessState, signal: AbortSignal): Promise<Applied> {
    signal.throwIfAborted()
    if (desired.publicKeys.some((key) => /[\r\n]/.test(key)))
      throw new MachineError('a managed key is one line')
    let changed: AccessDifference | undefined
    await changeOrCreateMachine(this.#machines, machine, (state) => {
      const wanted = withAccess(state, desired)
      changed = wanted === state ? undefined : differenceOf(state, wanted)
      return wanted
    })
    const found = await findMachine(this.#machines, machine.id)
    if (found === undefined) throw new MachineError(`simulated machine ${machine.id} was removed meanwhile`)
    const { accessVersion } = found.state
    const isWritten = desired.isRescue || isDeepStrictEqual(keyFile(found.state).lines, linesOf(desired))
    if (accessVersion === desired.version && !isWritten) {
      throw new MachineError(`the keys of simulated machine ${machine.id} did not stay as written`)
    }
    return { version: accessVersion, ...(changed ? { changed } : {}) }
  }

  async observe(machine: Machine, signal: AbortSignal): Promise<Observed> {
    signal.throwIfAborted()
    const found = await findMachine(this.#machines, machine.id)
    if (found === undefined) return { isReachable: false, foreignKeys: [] }
    const { isRunning, accessVersion, allowsPassword, passwordHash } = found.state
    const { managed, foreign, expiries } = found.state.isRescue
      ? { managed: [], foreign: [], expiries: new Map<string, number>() }
      : keyFile(found.state)
    const rescue = found.state.isRescue ? ({ isRescue: true } as const) : {}
    const hash = passwordHash === undefined ? {} : { passwordHash }
    const ends = expiries.size === 0 ? {} : { expiries }
    return {
      isReachable: isRunning,
      access: { version: accessVersion, publicKeys: managed, ...ends, allowsPassword, ...hash, ...rescue },
      foreignKeys: keysAmong(foreign),
    }
  }

  async reinstall(machine: Machine, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const fresh = newMachineState(machine)
    // Boots are counted on: a session of the old system is over for good.
    await changeOrCreateMachine(this.#machines, machine, ({ accessVersion, boots }) => ({
      ...fresh,
      accessVersion,
      boots,
    }))
    this.#sessions.cut(machine.id)
  }

  async remove(machine: Machine, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    await this.#machines.remove(machine.id)
    this.#sessions.cut(machine.id)
  }
}

function keyFile(state: MachineState) {
  const { managed: lines, foreign } = readKeyFile(keyFileText(state.disk, state.loginUser), state.managedKeys)
  const expiries = new Map<string, number>()
  const managed = lines.map((line) => {
    const [, end, key = line] = OWN_END.exec(line) ?? []
    const expiresAtMs = end === undefined ? undefined : readTimespec(end)
    if (expiresAtMs !== undefined) expiries.set(key, expiresAtMs)
    return key
  })
  return { lines, managed, foreign, expiries }
}

const OWN_END = /^expiry-time="([^"]*)" (.*)$/

/** Our lines as they are written. */
function linesOf({ publicKeys, expiries }: AccessState): readonly string[] {
  return publicKeys.map((key) => keyUntil(key, expiries?.get(key)))
}

function keyFileText(disk: Disk, user: string): string {
  return fileContent(disk[authorizedKeysPath(user)])?.toString('latin1') ?? ''
}

/** The state with `desired` in force; the same state where that is so already or a newer version is. */
function withAccess(state: MachineState, desired: AccessState): MachineState {
  if (desired.version < state.accessVersion) return state
  const { passwordHash: _old, isRescue: _rescue, ...rest } = state
  const wanted: MachineState = {
    ...rest,
    accessVersion: desired.version,
    allowsPassword: desired.allowsPassword,
    ...(desired.passwordHash === undefined ? {} : { passwordHash: desired.passwordHash }),
    ...(desired.isRescue
      ? { isRescue: true }
      : { managedKeys: [...linesOf(desired)], disk: withKeys(state, linesOf(desired)) }),
  }
  return isDeepStrictEqual(wanted, state) ? state : wanted
}

/** Undefined: only the version differs. The disk says which keys are there; in rescue none of it is asked. */
function differenceOf(before: MachineState, after: MachineState): AccessDifference | undefined {
  const keys = keyDifference(keyFile(before).managed, keyFile(after).managed)
  const isPasswordNew = after.passwordHash !== before.passwordHash
  const isOther = after.allowsPassword !== before.allowsPassword
  if (keys.cameKeys.length + keys.wentKeys.length === 0 && !isPasswordNew && !isOther) return undefined
  return {
    ...keys,
    ...(isOther ? { password: after.allowsPassword ? 'answered' : 'refused' } : {}),
    ...(isPasswordNew ? { isPasswordNew } : {}),
  }
}

function withKeys({ disk, loginUser, managedKeys }: MachineState, desired: readonly string[]): Disk {
  const before = keyFileText(disk, loginUser)
  const after = writeKeyFile(before, desired, managedKeys)
  if (after === before) return disk
  const path = authorizedKeysPath(loginUser)
  const directory = path.slice(0, path.lastIndexOf('/'))
  const old = disk[path]
  const mode = old?.kind === 'file' || old?.kind === 'binary' ? old.mode : 0o600
  return {
    ...disk,
    // A link or file in the way of ~/.ssh gives way: sshd would find no keys behind it.
    ...(disk[directory]?.kind === 'directory'
      ? {}
      : { [directory]: { kind: 'directory', mode: 0o700 } as const }),
    [path]: fileEntry(Buffer.from(after, 'latin1'), { mode, mtimeMs: 0 }),
  }
}
