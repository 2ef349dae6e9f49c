import type { Clock } from '../core/clock.ts'
import type { Drivers } from '../core/core.ts'
import type { Driver } from '../core/machines/driver.ts'
import { type LinuxHostParts, linuxHostDriver } from './linux-host/driver.ts'
import type { SimulatedLogins } from './simulated/simulated-logins.ts'
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

export type DriverParts = SimulationParts & {
  /** Time at hosts, which no stand-in can hold. */
  readonly hostClock: Clock
} & Pick<LinuxHostParts, 'managementKey' | 'agentSocket' | 'revertSeconds' | 'loginsAtOnce'>

/** Makes a driver; reaches nothing. Disposing closes what it keeps open. */
export type OpenDriver = (parts: DriverParts) => Driver & AsyncDisposable

/** Every driver beside the simulated one, behind which new instances are; another one is one folder and one line here. */
export const DRIVERS: readonly OpenDriver[] = [
  (parts) => linuxHostDriver({ ...parts, clock: parts.hostClock }),
]

/** Opens the simulated machines and the other drivers. */
export async function openDrivers(
  parts: DriverParts,
  others: readonly OpenDriver[] = DRIVERS,
): Promise<OpenDrivers> {
  const opened = new AsyncDisposableStack()
  try {
    return await openInto(opened, parts, others)
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}

async function openInto(
  opened: AsyncDisposableStack,
  parts: DriverParts,
  others: readonly OpenDriver[],
): Promise<OpenDrivers> {
  const simulation = opened.use(await openSimulation({ ...parts, strangersClock: parts.hostClock }))
  const drivers: readonly Driver[] = [simulation.driver, ...others.map((open) => opened.use(open(parts)))]
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
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
