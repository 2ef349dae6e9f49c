import type { Core } from '../core.ts'
import type { Stores } from '../database.ts'
import { type Instance, machineIdOf } from '../instances/instance.ts'
import type { DriverCapabilities } from './driver.ts'

/** What can be done with one machine. */
export type MachineCapabilities = Omit<DriverCapabilities, 'power'> & { readonly power: boolean }

/**
 * What can be done with the machine of an instance. Its record is read only where the driver's machines differ, and
 * through the stores given: inside a transaction those of the transaction, as another read would wait for its end.
 */
export async function capabilitiesOf(
  { drivers }: Pick<Core, 'drivers'>,
  { machines }: Pick<Stores, 'machines'>,
  instance: Instance,
): Promise<MachineCapabilities> {
  const driver = drivers.get(instance.driver)
  const { power, ...others } = driver.capabilities
  if (power !== 'by-machine') return { ...others, power }
  const row = await machines.find(machineIdOf(instance))
  return { ...others, power: row !== undefined && driver.hasPower(row.record) }
}
