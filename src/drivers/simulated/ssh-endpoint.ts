import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { Clock } from '../../core/clock.ts'
import type { Log } from '../../core/log.ts'
import type { LoginFaults } from '../../core/machines/login-faults.ts'
import type { MachineStore } from '../../core/machines/store.ts'
import { indexOf } from './address.ts'
import type { OpenSessions } from './driver.ts'
import type { HostKeyOwner } from './host-key.ts'
import { SIMULATED, findMachine } from './machine-state.ts'
import { OpenConnections } from './open-connections.ts'
import type { SshHost } from './ssh-host.ts'
import { Strangers } from './strangers.ts'

/** Connections open at once; more are closed at once. Those without login have limits of their own, `Strangers`. */
const MAX_CONNECTIONS = 8192
/** After so long the system asks whether an idle client is still there. Source: TCPKeepAlive, sshd_config(5). */
const KEEP_ALIVE_MS = 60_000

export interface SshEndpointOptions {
  /** Port 0 takes a free one. A host of `0.0.0.0` reaches the machines' own addresses as well. */
  readonly listen: { readonly host: string; readonly port: number }
  readonly machines: MachineStore
  readonly clock: Clock
  /** Time of those who have not logged in, which no stand-in can hold; by default `clock`. */
  readonly strangersClock?: Clock | undefined
  /** Secret that all host keys are derived from. */
  readonly hostKeySeed: Buffer
  readonly log: Log
  readonly loginFaults?: LoginFaults | undefined
}

/** The SSH servers of all simulated machines, on one listener. Disposing it closes every connection. */
export interface SshEndpoint extends OpenSessions, AsyncDisposable {
  /** Where it really listens. */
  readonly address: { readonly host: string; readonly port: number }
  /** Ends the connections to machines whose ids are meant; without a word every connection. */
  cutAll(isMeant?: (machineId: string) => boolean): void
}

/**
 * Opens the listener. A machine is found by the local address of a connection (`addressOf`), or, on any other address,
 * by the user name: `loginuser+instanceId@host`. Source: design.md §7.
 * @throws the listener's error when the address cannot be listened on
 */
export async function openSshEndpoint(options: SshEndpointOptions): Promise<SshEndpoint> {
  const endpoint = new Endpoint(options)
  const server = createServer(SOCKETS, (socket) => endpoint.admit(socket))
  server.maxConnections = MAX_CONNECTIONS
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject).listen(options.listen, resolve)
  await promise
  server
    .off('error', reject)
    .on('error', (error) => options.log.error({ err: error }, 'the SSH listener failed'))
  // A TCP server's address is an AddressInfo.
  const { address: host, port } = server.address() as AddressInfo
  return {
    address: { host, port },
    cut: (machineId) => endpoint.connections.cut(machineId),
    cutAll: (isMeant) => endpoint.connections.cutAll(isMeant),
    [Symbol.asyncDispose]: () => close(server, endpoint),
  }
}

async function close(server: Server, endpoint: Endpoint): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  endpoint.connections.cutAll()
  await promise
  await endpoint[Symbol.asyncDispose]()
}

const SOCKETS = {
  pauseOnConnect: true,
  noDelay: true,
  keepAlive: true,
  keepAliveInitialDelay: KEEP_ALIVE_MS,
}

class Endpoint implements AsyncDisposable {
  readonly connections = new OpenConnections()
  readonly #strangers = new Strangers()
  readonly #options: SshEndpointOptions
  #host: Promise<SshHost> | undefined

  constructor(options: SshEndpointOptions) {
    this.#options = options
  }

  admit(socket: Socket): void {
    this.connections.add(socket)
    // A client that goes away at any moment is nobody's failure.
    socket.on('error', () => socket.destroy())
    this.#strangers.add(socket)
    this.#serve(socket).catch((error: unknown) => {
      this.#report(error)
      socket.destroy()
    })
  }

  readonly #report = (error: unknown): void => {
    this.#options.log.error({ err: error }, 'an SSH connection failed')
  }

  async #serve(socket: Socket): Promise<void> {
    const index = indexOf(socket.localAddress ?? '')
    const owner = index === undefined ? 'shared' : await this.#ownerOf(index, socket)
    if (owner === undefined || socket.destroyed) return void socket.destroy()
    this.#host ??= this.#loadHost()
    const host = await this.#host
    if (!socket.destroyed) host.serve(socket, owner)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const host = await this.#host
    await host?.[Symbol.asyncDispose]()
  }

  /** The SSH library takes 11 MB and 40 ms: nobody who never logs in pays for it. */
  async #loadHost(): Promise<SshHost> {
    const { SshHost } = await import('./ssh-host.ts')
    const { connections } = this
    return new SshHost({
      ...this.#options,
      ...{ connections, strangers: this.#strangers, onError: this.#report },
    })
  }

  /** The machine at an address, if it is up; a host that is off answers nobody. */
  async #ownerOf(addressIndex: number, socket: Socket): Promise<HostKeyOwner | undefined> {
    const row = await this.#options.machines.findByAddressIndex(addressIndex)
    if (row === undefined || row.driver !== SIMULATED) return undefined
    const { machineId } = row
    // Named before it is read: a stop after that reading cuts the connection.
    this.connections.assign(socket, machineId)
    const found = await findMachine(this.#options.machines, machineId)
    return found?.state.isRunning ? { machineId } : undefined
  }
}
