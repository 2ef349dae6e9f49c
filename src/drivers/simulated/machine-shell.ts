import type { Clock } from '../../core/clock.ts'
import type { MachineStore } from '../../core/machines/store.ts'
import type { Disk } from './disk.ts'
import { FileError } from './disk-tree.ts'
import { MachineDisk, MachineDown, isUp, type DiskOwner } from './machine-disk.ts'
import { findMachine } from './machine-state.ts'
import { diskChanges } from './merge.ts'
import type { ScriptResult } from './run-script.ts'
import { Shell } from './shell.ts'
import type { Question } from './shell-messages.ts'
import { Turns } from '../kit/turns.ts'

/** A command computes without waiting, so more at once would not be faster; each takes half a megabyte and more. */
const COMMANDS_AT_ONCE = 4

/** Somebody who got in. */
export type Login = DiskOwner

export interface Command {
  readonly text: string
  readonly stdin: Buffer
  readonly cwd?: string
  readonly env: Readonly<Record<string, string>>
  /** Present for a line of a shell that goes on afterwards: the exit code of the line before. */
  readonly lastExitCode?: number
  readonly signal: AbortSignal
}

/**
 * Runs commands on machines and keeps what they write. The races: two sessions, or a session and the driver, change
 * the disk of one machine at once. A command works on a copy; what it changed is merged path by path into the disk as
 * it then is, by compare-and-swap. A command whose machine went down meanwhile leaves no trace.
 */
export class MachineShell implements AsyncDisposable {
  readonly #machines: MachineStore
  readonly #clock: Clock
  readonly #shell = new Shell()
  readonly #turns = new Turns(COMMANDS_AT_ONCE)

  constructor(machines: MachineStore, clock: Clock) {
    this.#machines = machines
    this.#clock = clock
  }

  /** What of a text can be told before it runs (`script-input.ts`). */
  look(question: Question, ...words: readonly [string, ...string[]]): Promise<boolean> {
    return this.#shell.look(question, ...words)
  }

  /** Runs one command. Undefined when the machine is off, gone or was rebooted since the login. */
  async run(login: Login, command: Command): Promise<ScriptResult | undefined> {
    return this.#turns.run(async (turn) => {
      const found = await findMachine(this.#machines, login.machineId)
      if (found === undefined || !isUp(found.state, login)) return undefined
      const { instanceId, user } = login
      const before = found.state.disk
      const sleep = (ms: number) => turn.pause(this.#sleep(ms, command.signal))
      const result = await this.#shell.run({ ...command, instanceId, user, disk: before, sleep })
      if (command.signal.aborted || (await this.#save(login, before, result.disk))) return result
      return { ...result, exitCode: 1, stderr: `${result.stderr}bash: write error: ${NO_SPACE}\n` }
    })
  }

  /** The disk that the commands of a login work on, for what reads and writes it without a shell. */
  disk(login: Login): MachineDisk {
    return new MachineDisk({ machines: this.#machines, owner: login, now: () => this.#clock.now() })
  }

  /** Whether there was room for the changes; they are kept as a whole or not at all. */
  async #save(login: Login, before: Disk, after: Disk): Promise<boolean> {
    try {
      await this.disk(login).merge(before, diskChanges(before, after))
    } catch (error) {
      if (error instanceof FileError) return false
      if (!(error instanceof MachineDown)) throw error
    }
    return true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#shell[Symbol.asyncDispose]()
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const wake = () => {
      timer[Symbol.dispose]()
      signal.removeEventListener('abort', wake)
      resolve()
    }
    const timer = this.#clock.wakeAt(this.#clock.now() + ms, wake)
    signal.addEventListener('abort', wake, { once: true })
    return promise
  }
}

const NO_SPACE = 'No space left on device'
