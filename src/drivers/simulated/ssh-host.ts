import type { Socket } from 'node:net'
import ssh2, { type Connection, type ParsedKey } from 'ssh2'
import type { Clock } from '../../core/clock.ts'
import { sourceOf } from '../../core/source-of.ts'
import type { LoginFaults } from '../../core/machines/login-faults.ts'
import type { MachineStore } from '../../core/machines/store.ts'
import { privateHostKey, type HostKeyOwner } from './host-key.ts'
import { MachineShell } from './machine-shell.ts'
import { SIMULATED, findMachine } from './machine-state.ts'
import { ListeningTurns } from './listening-turns.ts'
import type { OpenConnections } from './open-connections.ts'
import { PasswordChecks } from './password.ts'
import { awaitLogin, type Candidate } from './ssh-login.ts'
import { serveSessions } from './ssh-session.ts'
import type { Strangers } from './strangers.ts'

/** How long a connection may stay without login. A quarter of sshd's default LoginGraceTime. */
const LOGIN_GRACE_MS = 30_000

/** Exchanges of keys before a login; a client needs one. */
const MAX_KEY_EXCHANGES = 2

/** Host keys kept ready; deriving one takes 0.2 ms. */
const KEPT_HOST_KEYS = 1024

export interface SshHostOptions {
  readonly machines: MachineStore
  readonly clock: Clock
  readonly hostKeySeed: Buffer
  readonly connections: OpenConnections
  readonly strangers: Strangers
  readonly strangersClock?: Clock | undefined
  readonly onError: (error: unknown) => void
  readonly loginFaults?: LoginFaults | undefined
}

/** Speaks SSH on admitted connections. Loaded with the first of them: it brings the SSH library along. */
export class SshHost implements AsyncDisposable {
  readonly #options: SshHostOptions
  readonly #shell: MachineShell
  readonly #strangersClock: Clock
  readonly #passwords: PasswordChecks
  readonly #turns = new ListeningTurns()
  readonly #hostKeys = new Map<string, ParsedKey>()

  constructor(options: SshHostOptions) {
    this.#options = options
    this.#strangersClock = options.strangersClock ?? options.clock
    this.#passwords = new PasswordChecks(this.#strangersClock)
    this.#shell = new MachineShell(options.machines, options.clock)
  }

  /** Takes over a connection for one machine, or for whichever machine the user name will tell. */
  serve(socket: Socket, owner: HostKeyOwner): void {
    const clock = this.#strangersClock
    const grace = clock.wakeAt(clock.now() + LOGIN_GRACE_MS, () => socket.destroy())
    const endTurns = this.#turns.take(socket)
    const letIn = () => {
      grace[Symbol.dispose]()
      endTurns()
      this.#options.strangers.letIn(socket)
    }
    const gone = new AbortController()
    socket.once('close', () => {
      grace[Symbol.dispose]()
      gone.abort()
    })
    const config = { hostKeys: [{ key: this.#hostKey(owner) }], ident: 'Keyplane' }
    // A server object per connection (0.04 ms, 5 KB): the library tells a server's handler not which socket it serves.
    const server = new ssh2.Server(config, (connection) => {
      this.#greet(connection, { socket, owner, letIn, signal: gone.signal }).catch(this.#options.onError)
    })
    server.injectSocket(socket)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#shell[Symbol.asyncDispose]()
  }

  async #greet(connection: Connection, visit: Visit): Promise<void> {
    const { socket, owner, letIn, signal } = visit
    const { clock, onError } = this.#options
    // Broken packets, lost connections, clients of another protocol: the connection is over, nothing else.
    connection.on('error', () => socket.destroy())
    const source = sourceOf(socket.remoteAddress)
    let exchanges = 0
    const limitExchanges = () => {
      exchanges += 1
      if (exchanges > MAX_KEY_EXCHANGES) socket.destroy()
    }
    connection.on('handshake', limitExchanges)
    const login = await awaitLogin(connection, {
      locate: async (username) => {
        const candidate =
          owner === 'shared' ? await this.#byUserName(username, socket) : await this.#byId(owner, username)
        const faults = candidate && this.#options.loginFaults?.active
        if (faults && (await faults.isRefused(candidate.machine.row.machineId))) socket.destroy()
        return candidate
      },
      passwords: this.#passwords,
      trier: { source, signal },
      clock,
      onError,
    })
    letIn()
    connection.off('handshake', limitExchanges)
    serveSessions(connection, { login, shell: this.#shell, signal, onError })
  }

  async #byId({ machineId }: { machineId: string }, user: string): Promise<Candidate | undefined> {
    const machine = await findMachine(this.#options.machines, machineId)
    return machine === undefined ? undefined : { machine, user }
  }

  /** `root+i-abc`. Nobody is meant when several machines show that instance id. */
  async #byUserName(username: string, socket: Socket): Promise<Candidate | undefined> {
    const plus = username.indexOf('+')
    if (plus === -1) return undefined
    const rows = await this.#options.machines.findByInstanceId(username.slice(plus + 1))
    const [row, ...others] = rows.filter(({ driver }) => driver === SIMULATED)
    if (row === undefined || others.length > 0) return undefined
    // Named before it is read: a stop after that reading cuts the connection.
    this.#options.connections.assign(socket, row.machineId)
    return this.#byId(row, username.slice(0, plus))
  }

  #hostKey(owner: HostKeyOwner): ParsedKey {
    const name = owner === 'shared' ? 'shared' : `machine ${owner.machineId}`
    const known = this.#hostKeys.get(name)
    const key = known ?? ssh2.utils.parseKey(privateHostKey(this.#options.hostKeySeed, owner))
    if (key instanceof Error) throw key
    this.#hostKeys.delete(name)
    this.#hostKeys.set(name, key)
    // The key unused for longest is the first of the map.
    const [oldest] = this.#hostKeys.keys()
    if (this.#hostKeys.size > KEPT_HOST_KEYS && oldest !== undefined) this.#hostKeys.delete(oldest)
    return key
  }
}

interface Visit {
  readonly socket: Socket
  readonly owner: HostKeyOwner
  readonly letIn: () => void
  readonly signal: AbortSignal
}
