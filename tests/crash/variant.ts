import type { Drivers } from '../../src/core/core.ts'
import { type Driver, type Machine, MachineError } from '../../src/core/machines/driver.ts'
import type { StepName } from '../../src/core/operations/operation.ts'

/** How the machines of a scenario differ from simulated ones. Keeps no state: it holds after a restart too. */
export interface Variant {
  /** They write their access while they run, as enrolled hosts do. */
  readonly appliesLive?: boolean
  /** A step that fails as long as this version of access is in force, or is the one to be applied. */
  readonly fails?: { readonly step: StepName; readonly version: number }
}

/** The drivers with machines of this variant. */
export function variantDrivers(drivers: Drivers, variant: Variant): Drivers {
  return {
    ofNewInstances: drivers.ofNewInstances,
    get: (name) =>
      name === drivers.ofNewInstances ? variantDriver(drivers.get(name), variant) : drivers.get(name),
  }
}

function variantDriver(driver: Driver, { appliesLive, fails }: Variant): Driver {
  const capabilities = appliesLive ? { ...driver.capabilities, appliesLive } : driver.capabilities
  const refuse = async (step: StepName, machine: Machine, wanted?: number) => {
    if (fails?.step !== step) return
    const inForce = wanted ?? (await driver.observe(machine, new AbortController().signal)).access?.version
    if (inForce === fails.version) throw new MachineError(`this machine refuses ${step}`)
  }
  return {
    name: driver.name,
    capabilities,
    addresses: (index, record) => driver.addresses(index, record),
    hasPower: (record) => driver.hasPower(record),
    newRecord: (machine, state) => driver.newRecord(machine, state),
    observe: (machine, signal) => driver.observe(machine, signal),
    async start(machine, signal) {
      await refuse('start', machine)
      await driver.start(machine, signal)
    },
    async stop(machine, options, signal) {
      await refuse('stop', machine)
      await driver.stop(machine, options, signal)
    },
    async reboot(machine, signal) {
      await refuse('reboot', machine)
      await driver.reboot(machine, signal)
    },
    async reinstall(machine, signal) {
      await refuse('reinstall', machine)
      await driver.reinstall(machine, signal)
    },
    async remove(machine, signal) {
      await refuse('remove', machine)
      await driver.remove(machine, signal)
    },
    async applyAccess(machine, desired, signal) {
      await refuse('applyAccess', machine, desired.version)
      return driver.applyAccess(machine, desired, signal)
    },
  }
}
