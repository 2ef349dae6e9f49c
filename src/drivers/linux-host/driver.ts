import { randomBytes } from 'node:crypto'

import { type Clock, systemClock } from '../../core/clock.ts'
import type { AccessState } from '../../core/machines/access-state.ts'
import {
  type Applied,
  type Driver,
  type Machine,
  MachineError,
  type NewMachineState,
  type Observed,
} from '../../core/machines/driver.ts'
import type { MachineStore } from '../../core/machines/store.ts'
import type { Secret } from '../../core/secret.ts'
import { applyToHost } from './apply.ts'
import { applyOverSftp } from './files-only/apply-over-sftp.ts'
import { observeOverSftp } from './files-only/observe-over-sftp.ts'
import { type HostContext, type Target, waitBy } from './host-context.ts'
import { findHost, type HostRecord, hostSettings, LINUX_HOST, parseHostRecord } from './host-record.ts'
import { observeHost } from './observe.ts'
import { rebootBySystem, runPowerCommand, switchOff, switchOn, waitUntilUp } from './power.ts'
import { HostPool } from './ssh/pool.ts'

export interface LinuxHostParts {
  readonly machines: MachineStore
  /** The deployment's own private key, OpenSSH or PEM text. */
  readonly managementKey: () => Promise<Secret>
  readonly clock?: Clock
  /** Longest that a host may take to answer or to log us in, in milliseconds. */
  readonly timeoutMs?: number
  /** How long a change stays without proof before the host takes it back. */
  readonly revertSeconds?: number
  /** Logins at the same time over all hosts. */
  readonly loginsAtOnce?: number
  readonly agentSocket?: string | undefined
}

/** Real Linux hosts over SSH. Disposing closes the connections. Source: design.md §7. */
export function linuxHostDriver(parts: LinuxHostParts): Driver & AsyncDisposable {
  return new LinuxHostDriver(parts)
}

class LinuxHostDriver implements Driver, AsyncDisposable {
  readonly name = LINUX_HOST
  readonly capabilities = {
    ...{ power: 'by-machine' as const, reboots: true, appliesLive: true, console: false },
    ...{ reinstalls: false, rescues: false, transitionMs: 0 },
  }
  readonly #machines: MachineStore
  readonly #context: HostContext
  /** The end of the last job at each machine: two of this process never meet there. */
  readonly #last = new Map<string, Promise<unknown>>()

  constructor(parts: LinuxHostParts) {
    const { machines, managementKey, agentSocket, timeoutMs = 10_000, clock = systemClock() } = parts
    const connect = { managementKey, timeoutMs, agentSocket }
    const pool = new HostPool({ ...connect, clock, loginsAtOnce: parts.loginsAtOnce ?? 32 })
    this.#machines = machines
    const revertAfterMs = (parts.revertSeconds ?? 60) * 1_000
    this.#context = { pool, connect, clock, revertAfterMs, wait: waitBy(clock) }
  }

  addresses(_addressIndex: number, record: string): { address: string; privateAddress: string } {
    const { address } = parseHostRecord(record, 'that is new')
    return { address, privateAddress: address }
  }

  newRecord(machine: Machine, { access, settings }: NewMachineState): string {
    const told = hostSettings.safeParse(settings)
    if (!told.success) {
      const [issue] = told.error.issues
      throw new MachineError(`host ${machine.instanceId}: ${issue?.path.join('.')}: ${issue?.message}`)
    }
    const passwordHash = access?.passwordHash
    const record: HostRecord = {
      ...told.data,
      stateId: randomBytes(9).toString('hex'),
      // What is said to be in force was not written by us, and is not written again.
      ...(access && { written: { version: access.version, ...(passwordHash && { passwordHash }) } }),
    }
    return JSON.stringify(record)
  }

  hasPower(record: string): boolean {
    try {
      return parseHostRecord(record, '').power !== undefined
    } catch (error) {
      if (error instanceof MachineError) return false
      throw error
    }
  }

  async start(machine: Machine, signal: AbortSignal): Promise<void> {
    await this.#at(machine, signal, (target) => switchOn(this.#context, target))
  }

  async stop(machine: Machine, _options: { force: boolean }, signal: AbortSignal): Promise<void> {
    await this.#at(machine, signal, (target) => switchOff(this.#context, target))
  }

  async reboot(machine: Machine, signal: AbortSignal): Promise<void> {
    await this.#at(machine, signal, async (target) => {
      if (await runPowerCommand(target.host, 'reboot', signal)) await waitUntilUp(this.#context, target)
      else await rebootBySystem(this.#context, target)
    })
  }

  async applyAccess(machine: Machine, desired: AccessState, signal: AbortSignal): Promise<Applied> {
    return this.#at(machine, signal, async (target) => {
      if (desired.isRescue) throw new MachineError('a host has no rescue system')
      const hash = desired.passwordHash
      const writesPassword = hash !== undefined && hash !== target.host.written?.passwordHash
      const applied = await this.#apply(target, desired, writesPassword)
      if (applied.version === desired.version) await this.#note(machine, desired)
      return applied
    })
  }

  async observe(machine: Machine, signal: AbortSignal): Promise<Observed> {
    signal.throwIfAborted()
    const found = await findHost(this.#machines, machine)
    if (found === undefined) return { isReachable: false, foreignKeys: [] }
    return this.#observe({ host: found.host, user: machine.loginUser, signal })
  }

  async reinstall(machine: Machine, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    throw new MachineError(`${machine.instanceId} is somebody's own host: it is given no fresh system`)
  }

  async remove(machine: Machine, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const found = await findHost(this.#machines, machine)
    if (found === undefined) return
    await this.#at(machine, signal, async (target) => {
      const { access } = await this.#observe(target)
      if (access === undefined)
        throw new MachineError(`${target.host.address} does not answer: its keys are still there`)
      // As it was before Keyplane came: no key of ours, and passwords as the host has them.
      const bare = { version: access.version + 1, publicKeys: [], allowsPassword: false }
      const { version } = await this.#apply(target, bare, false)
      if (version !== bare.version)
        throw new MachineError(
          `${target.host.address} is changed by another Keyplane: its keys are still there`,
        )
      await this.#machines.remove(machine.id)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.pool[Symbol.asyncDispose]()
  }

  #apply(target: Target, desired: AccessState, writesPassword: boolean): Promise<Applied> {
    if (target.host.access === 'exec') return applyToHost(this.#context, target, desired, writesPassword)
    if (!writesPassword) return applyOverSftp(this.#context, target, desired)
    throw new MachineError(`${target.host.address} only serves files: no password can be set there`)
  }

  #observe(target: Target): Promise<Observed> {
    const look = target.host.access === 'exec' ? observeHost : observeOverSftp
    return look(this.#context, target)
  }

  /** Runs a job at a machine when every earlier one there is over. */
  async #at<T>(machine: Machine, signal: AbortSignal, work: (target: Target) => Promise<T>): Promise<T> {
    signal.throwIfAborted()
    const before = this.#last.get(machine.id)
    const job = (async () => {
      await before?.catch(() => undefined)
      signal.throwIfAborted()
      const found = await findHost(this.#machines, machine)
      if (found === undefined) throw new MachineError(`host ${machine.instanceId} is not enrolled`)
      return work({ host: found.host, user: machine.loginUser, signal })
    })()
    this.#last.set(machine.id, job)
    try {
      return await job
    } finally {
      if (this.#last.get(machine.id) === job) this.#last.delete(machine.id)
    }
  }

  /** Remembers what was written; somebody who changed the record meanwhile is not overwritten. */
  async #note(
    machine: Machine,
    { version, passwordHash }: Pick<AccessState, 'version' | 'passwordHash'>,
  ): Promise<void> {
    const found = await findHost(this.#machines, machine)
    if (found === undefined) return
    const hash = passwordHash ?? found.host.written?.passwordHash
    const written = { version, ...(hash !== undefined && { passwordHash: hash }) }
    const record: HostRecord = { ...found.host, written }
    if (await this.#machines.replace(machine.id, found.row.record, JSON.stringify(record))) return
    return this.#note(machine, written)
  }
}
