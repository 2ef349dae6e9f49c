import type { Clock } from '../../core/clock.ts'
import type { Log } from '../../core/log.ts'
import type { Driver } from '../../core/machines/driver.ts'
import type { LoginFaults } from '../../core/machines/login-faults.ts'
import type { Signals } from '../../core/signals.ts'
import type { MachineStore } from '../../core/machines/store.ts'
import { simulatedDriver } from './driver.ts'
import { SimulatedLogins } from './simulated-logins.ts'
import { openSshEndpoint, type SshEndpoint } from './ssh-endpoint.ts'

export interface SimulationParts {
  /** Machines may have sessions at the SSH servers of other processes. */
  readonly signals: Signals
  readonly machines: MachineStore
  readonly clock: Clock
  /** Time of those who have not logged in, which no stand-in can hold; by default `clock`. */
  readonly strangersClock?: Clock | undefined
  readonly log: Log
  /** Where the machines' SSH servers listen. */
  readonly listen: { readonly host: string; readonly port: number } | 'off'
  /** How long a start, stop or reboot takes to show, in milliseconds. */
  readonly transitionMs: number
  /** Secret that the machines' SSH host keys are derived from. */
  readonly hostKeySeed: Buffer
  /** What goes wrong with logins on purpose. */
  readonly loginFaults?: LoginFaults | undefined
}

/** The simulated machines: their driver and their SSH servers. Disposing it closes every session. */
export interface Simulation extends AsyncDisposable {
  readonly driver: Driver
  /** `127.0.0.1:7422`, or `off`. */
  readonly address: string
  /** Ends the sessions at machines whose ids are meant; without a word every connection. */
  cutSessions(isMeant?: (machineId: string) => boolean): void
  readonly logins: SimulatedLogins
}

/**
 * Opens the simulation.
 * @throws the listener's error when its address cannot be listened on
 */
export async function openSimulation({ listen, ...parts }: SimulationParts): Promise<Simulation> {
  const { machines, transitionMs, signals } = parts
  const cutElsewhere = (machineId: string) => signals.send('machineDown', machineId)
  if (listen === 'off') {
    const driver = simulatedDriver({ machines, transitionMs, sessions: { cut: cutElsewhere } })
    const logins = new SimulatedLogins(undefined, parts.hostKeySeed)
    return { driver, address: 'off', cutSessions() {}, logins, async [Symbol.asyncDispose]() {} }
  }
  const endpoint = await openSshEndpoint({ ...parts, listen })
  signals.on('machineDown', (machineId) => {
    if (machineId !== undefined) endpoint.cut(machineId)
  })
  const sessions = {
    cut(machineId: string) {
      endpoint.cut(machineId)
      cutElsewhere(machineId)
    },
  }
  return {
    driver: simulatedDriver({ machines, transitionMs, sessions }),
    address: nameOf(endpoint.address),
    cutSessions: (isMeant) => endpoint.cutAll(isMeant),
    logins: new SimulatedLogins(endpoint.address, parts.hostKeySeed),
    [Symbol.asyncDispose]: () => endpoint[Symbol.asyncDispose](),
  }
}

/** A listener on every address is named by one that a client on this host can type. */
function nameOf({ host, port }: SshEndpoint['address']): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}
