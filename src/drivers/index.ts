import type { Drivers } from '../core/core.ts'
import type { Driver } from '../core/machines/driver.ts'
import { openSimulation, type SimulationParts } from './simulated/simulation.ts'

/** Every driver, opened, and what people are told of them. */
export interface OpenDrivers extends AsyncDisposable {
  readonly drivers: Drivers
  /** Where the simulated machines are reached: `127.0.0.1:7422`, or `off`. */
  readonly ssh: string
}

/** Opens every driver; another one is one folder and one line here. New instances get simulated machines. */
export async function openDrivers(parts: SimulationParts): Promise<OpenDrivers> {
  const simulation = await openSimulation(parts)
  const drivers: readonly Driver[] = [simulation.driver]
  return {
    drivers: {
      ofNewInstances: simulation.driver.name,
      get(name) {
        const driver = drivers.find((driver) => driver.name === name)
        if (!driver) throw new Error(`there is no driver named ${name}`)
        return driver
      },
    },
    ssh: simulation.address,
    [Symbol.asyncDispose]: () => simulation[Symbol.asyncDispose](),
  }
}
