import type { Machine } from '../../core/machines/driver.ts'
import { publicHostKey } from './host-key.ts'

/** Where one logs in to a simulated machine. */
interface SimulatedLogin {
  readonly host: string
  readonly port: number
  readonly user: string
  /** Type and base64, as known_hosts has it. */
  readonly hostKey: string
}

/**
 * How to log in to simulated machines. A listener on every address is asked at the machine's own one; any other one is
 * shared by all machines, and the user name tells which is meant. Source: design.md §7.
 */
export class SimulatedLogins {
  readonly #listens: { readonly host: string; readonly port: number } | undefined
  readonly #hostKeySeed: Buffer
  readonly #sharedKey: string

  /** `listens`: where the listener really is; undefined when there is none. */
  constructor(listens: { readonly host: string; readonly port: number } | undefined, hostKeySeed: Buffer) {
    this.#listens = listens
    this.#hostKeySeed = hostKeySeed
    this.#sharedKey = publicHostKey(hostKeySeed, 'shared')
  }

  /** `address`: the machine's own. Undefined when there is no listener. */
  loginOf({ id, instanceId, loginUser }: Machine, address: string): SimulatedLogin | undefined {
    if (!this.#listens) return undefined
    const { host, port } = this.#listens
    if (host !== '0.0.0.0' && host !== '::') {
      return { host, port, user: `${loginUser}+${instanceId}`, hostKey: this.#sharedKey }
    }
    const hostKey = publicHostKey(this.#hostKeySeed, { machineId: id })
    return { host: address, port, user: loginUser, hostKey }
  }
}
