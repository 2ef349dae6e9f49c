import { KeyedQueue } from '../../../src/core/keyed-queue.ts'
import { type AccessState, keyDifference } from '../../../src/core/machines/access-state.ts'
import {
  type Applied,
  type Driver,
  type Machine,
  MachineError,
  type NewMachineState,
  type Observed,
} from '../../../src/core/machines/driver.ts'
import type { MachineStore } from '../../../src/core/machines/store.ts'
import { keysAmong } from '../../../src/drivers/kit/key-file-lines.ts'
import { BLANK, MachineDirectory, type MachineState, readState } from './directory.ts'
import { type KeyLines, readKeyLines, writeKeyLines } from './key-lines.ts'

export const DIRECTORY = 'directory'

interface DirectoryParts {
  readonly machines: MachineStore
  /** Where the directories of all machines are. */
  readonly root: string
}

/** Machines that are directories, for one process alone; nobody logs in there. */
export function directoryDriver(parts: DirectoryParts): Driver & AsyncDisposable {
  return new DirectoryDriver(parts)
}

class DirectoryDriver implements Driver, AsyncDisposable {
  readonly name = DIRECTORY
  readonly capabilities = {
    ...{ power: true, reboots: true, appliesLive: false, console: false },
    ...{ reinstalls: false, rescues: false, transitionMs: 0 },
  }
  readonly #machines: MachineStore
  readonly #root: string
  readonly #queue = new KeyedQueue()

  constructor({ machines, root }: DirectoryParts) {
    this.#machines = machines
    this.#root = root
  }

  addresses(addressIndex: number): { address: string; privateAddress: string } {
    return { address: `directory-${addressIndex}`, privateAddress: `directory-${addressIndex}` }
  }

  hasPower(): boolean {
    return true
  }

  newRecord(_machine: Machine, { access, isRunning }: NewMachineState): string {
    if (!access) return JSON.stringify({ ...BLANK, isRunning })
    const firstKeys = writeKeyLines(readKeyLines(''), access.publicKeys, access.expiries)
    return JSON.stringify({ ...stateWith(access), isRunning, firstKeys })
  }

  async start(machine: Machine, signal: AbortSignal): Promise<void> {
    await this.#setRunning(machine, true, signal)
  }

  async stop(machine: Machine, _options: { force: boolean }, signal: AbortSignal): Promise<void> {
    await this.#setRunning(machine, false, signal)
  }

  reboot(machine: Machine, signal: AbortSignal): Promise<void> {
    return this.start(machine, signal)
  }

  applyAccess(machine: Machine, desired: AccessState, signal: AbortSignal): Promise<Applied> {
    return this.#at(machine, signal, async (directory) => {
      if (desired.isRescue) throw new MachineError('a directory has no rescue system')
      const { state = BLANK, lines } = await this.#look(machine, directory)
      if (desired.version < state.version) return { version: state.version }
      const text = writeKeyLines(lines, desired.publicKeys, desired.expiries)
      if (text !== lines.text) await directory.writeKeys(text)
      // Last: a step that is interrupted before is taken again.
      await directory.writeState({ ...stateWith(desired), isRunning: state.isRunning })
      const changed = differenceOf(state, lines, desired)
      return { version: desired.version, ...(changed && { changed }) }
    })
  }

  observe(machine: Machine, signal: AbortSignal): Promise<Observed> {
    return this.#at(machine, signal, async (directory) => {
      const { state, lines } = await this.#look(machine, directory)
      if (!state) return { isReachable: false, foreignKeys: [] }
      const { isRunning, version, allowsPassword, passwordHash } = state
      const { managed, expiries, foreign } = lines
      return {
        isReachable: isRunning,
        access: {
          ...{ version, publicKeys: managed, allowsPassword },
          ...(passwordHash !== undefined && { passwordHash }),
          ...(expiries.size > 0 && { expiries }),
        },
        foreignKeys: keysAmong(foreign),
      }
    })
  }

  async reinstall(machine: Machine, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    throw new MachineError(`${machine.instanceId} is a directory: it has no system`)
  }

  remove(machine: Machine, signal: AbortSignal): Promise<void> {
    return this.#at(machine, signal, async (directory) => {
      await directory.remove()
      await this.#machines.remove(machine.id)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #at<T>(
    machine: Machine,
    signal: AbortSignal,
    work: (directory: MachineDirectory) => Promise<T>,
  ): Promise<T> {
    return this.#queue.run([machine.id], async () => {
      signal.throwIfAborted()
      return work(new MachineDirectory(this.#root, machine.id))
    })
  }

  async #setRunning(machine: Machine, isRunning: boolean, signal: AbortSignal): Promise<void> {
    await this.#at(machine, signal, async (directory) => {
      const { state = BLANK } = await this.#look(machine, directory)
      await directory.writeState({ ...state, isRunning })
    })
  }

  /** What is there; the directory of a new machine is made from its record. */
  async #look(
    machine: Machine,
    directory: MachineDirectory,
  ): Promise<{ state: MachineState | undefined; lines: KeyLines }> {
    let state = await directory.readState()
    const row = state ? undefined : await this.#machines.find(machine.id)
    if (row?.driver === DIRECTORY) {
      const { firstKeys, ...first } = readState(row.record)
      if (firstKeys !== undefined) await directory.writeKeys(firstKeys)
      await directory.writeState(first)
      state = first
    }
    return { state, lines: readKeyLines(await directory.readKeys()) }
  }
}

function stateWith({ version, allowsPassword, passwordHash }: AccessState): MachineState {
  return { isRunning: false, version, allowsPassword, ...(passwordHash !== undefined && { passwordHash }) }
}

function differenceOf(before: MachineState, { managed }: KeyLines, desired: AccessState): Applied['changed'] {
  const keys = keyDifference(managed, desired.publicKeys)
  const isPasswordNew = desired.passwordHash !== before.passwordHash
  const isOther = desired.allowsPassword !== before.allowsPassword
  if (keys.cameKeys.length + keys.wentKeys.length === 0 && !isPasswordNew && !isOther) return undefined
  return {
    ...keys,
    ...(isOther && { password: desired.allowsPassword ? ('answered' as const) : ('refused' as const) }),
    ...(isPasswordNew && { isPasswordNew }),
  }
}
