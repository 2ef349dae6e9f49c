import { setTimeout as wait } from 'node:timers/promises'

import type { Drivers } from '../core/core.ts'
import { type Driver, type Machine, MachineError } from '../core/machines/driver.ts'
import type { ActiveLoginFaults, LoginFaults } from '../core/machines/login-faults.ts'
import type { FaultRules } from './fault-rules.ts'
import type { MachineStep } from './fault-rule.ts'

/** The rules of machines, as drivers and the SSH servers of simulated machines meet them. */
export class MachineFaults implements LoginFaults, ActiveLoginFaults {
  readonly #rules: FaultRules

  constructor(rules: FaultRules) {
    this.#rules = rules
  }

  get active(): this | undefined {
    return this.#rules.hasMachineRules ? this : undefined
  }

  async isRefused(machineId: string): Promise<boolean> {
    const verdict = await this.#meet(machineId, 'login')
    return verdict !== undefined
  }

  /** Resolves after the delays; to `half-applied` when half of the step is to be done. @throws MachineError */
  async meet(machine: Machine, step: MachineStep, signal: AbortSignal): Promise<'half-applied' | undefined> {
    const verdict = await this.#meet(machine.id, step, signal)
    if (verdict === 'refused')
      throw new MachineError(`machine ${machine.instanceId} refused the connection (by a fault rule)`)
    return verdict
  }

  async #meet(
    machineId: string,
    step: MachineStep,
    signal?: AbortSignal,
  ): Promise<'refused' | 'half-applied' | undefined> {
    const [dialect = '', account = '', ...rest] = machineId.split('/')
    const met = { dialect, account, name: step, instance: rest.join('/') }
    for (const { fault } of this.#rules.hitMachine(met)) {
      if (fault.kind !== 'slow') return fault.kind
      await wait(fault.delayMs, undefined, { ref: false, ...(signal && { signal }) })
    }
    return undefined
  }
}

/** The same drivers, whose machines go wrong as the rules say. */
export function withMachineFaults(drivers: Drivers, faults: MachineFaults): Drivers {
  const known = new Map<string, Driver>()
  return {
    ofNewInstances: drivers.ofNewInstances,
    get(name) {
      const driver = known.get(name) ?? new FaultyDriver(drivers.get(name), faults)
      known.set(name, driver)
      return driver
    },
  }
}

class FaultyDriver implements Driver {
  readonly name: string
  readonly capabilities: Driver['capabilities']
  readonly #driver: Driver
  readonly #faults: MachineFaults

  constructor(driver: Driver, faults: MachineFaults) {
    this.#driver = driver
    this.#faults = faults
    this.name = driver.name
    this.capabilities = driver.capabilities
  }

  addresses(...of: Parameters<Driver['addresses']>): ReturnType<Driver['addresses']> {
    return this.#driver.addresses(...of)
  }

  hasPower(record: string): boolean {
    return this.#driver.hasPower(record)
  }

  newRecord(...of: Parameters<Driver['newRecord']>): string {
    return this.#driver.newRecord(...of)
  }

  async start(machine: Machine, signal: AbortSignal): Promise<void> {
    await this.#faults.active?.meet(machine, 'start', signal)
    return this.#driver.start(machine, signal)
  }

  async stop(machine: Machine, options: { force: boolean }, signal: AbortSignal): Promise<void> {
    await this.#faults.active?.meet(machine, 'stop', signal)
    return this.#driver.stop(machine, options, signal)
  }

  async reboot(machine: Machine, signal: AbortSignal): Promise<void> {
    await this.#faults.active?.meet(machine, 'reboot', signal)
    return this.#driver.reboot(machine, signal)
  }

  async applyAccess(...[machine, desired, signal]: Parameters<Driver['applyAccess']>) {
    if (!(await this.#faults.active?.meet(machine, 'applyAccess', signal)))
      return this.#driver.applyAccess(machine, desired, signal)
    const { publicKeys } = desired
    const half = { ...desired, publicKeys: publicKeys.slice(0, Math.floor(publicKeys.length / 2)) }
    await this.#driver.applyAccess(machine, half, signal)
    throw new MachineError(`machine ${machine.instanceId} was lost half-way (by a fault rule)`)
  }

  async observe(machine: Machine, signal: AbortSignal) {
    await this.#faults.active?.meet(machine, 'observe', signal)
    return this.#driver.observe(machine, signal)
  }

  async reinstall(machine: Machine, signal: AbortSignal): Promise<void> {
    await this.#faults.active?.meet(machine, 'reinstall', signal)
    return this.#driver.reinstall(machine, signal)
  }

  remove(machine: Machine, signal: AbortSignal): Promise<void> {
    return this.#driver.remove(machine, signal)
  }
}
