import type { Clock } from '../core/clock.ts'
import type { Drivers } from '../core/core.ts'
import type { Driver } from '../core/machines/driver.ts'
import { type LinuxHostParts, linuxHostDriver } from './linux-host/driver.ts'
import type { SimulatedLogins } from './simulated/login-desk.ts'
import { openSimulation, type Simulation, type SimulationParts } from './simulated/simulation.ts'

/** Every driver, opened, and what people are told of them. */
export interface OpenDrivers extends AsyncDisposable {
  readonly drivers: Drivers
  /** Where the simulated machines are reached: `127.0.0.1:7422`, or `off`. */
  readonly ssh: string
  /** Ends the sessions at simulated machines whose ids are meant; all of them by default. */
  readonly cutSessions: Simulation['cutSessions']
  /** How to log in to simulated machines. */
  readonly logins: SimulatedLogins
}

type DriverParts = SimulationParts & {
  /** Time at hosts, which no stand-in can hold. */
  readonly hostClock: Clock
} & Pick<LinuxHostParts, 'managementKey' | 'agentSocket' | 'revertSeconds' | 'loginsAtOnce'>

/** Opens every driver; another one is one folder and one line here. New instances get simulated machines. */
export async function openDrivers(parts: DriverParts): Promise<OpenDrivers> {
  const simulation = await openSimulation(parts)
  const linuxHosts = linuxHostDriver({ ...parts, clock: parts.hostClock })
  const drivers: readonly Driver[] = [simulation.driver, linuxHosts]
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
    cutSessions: (isMeant) => simulation.cutSessions(isMeant),
    logins: simulation.logins,
    async [Symbol.asyncDispose]() {
      await linuxHosts[Symbol.asyncDispose]()
      await simulation[Symbol.asyncDispose]()
    },
  }
}
