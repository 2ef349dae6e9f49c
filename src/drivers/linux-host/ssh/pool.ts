import { connect, type Socket } from 'node:net'

import type { Clock } from '../../../core/clock.ts'
import { MachineError } from '../../../core/machines/driver.ts'
import type { Hop } from '../host-record.ts'
import { connectTo, type ConnectParts } from './connect.ts'
import type { SshConnection } from './connection.ts'
import { Turns } from '../../kit/turns.ts'
import { UnreachableError } from './unreachable.ts'

/** How long a connection that nobody uses stays open. */
const IDLE_MS = 30_000
/** Connections to one host at the same time: servers take few that have not logged in yet (MaxStartups). */
const MOST_PER_HOST = 8

export interface PoolParts extends ConnectParts {
  readonly clock: Clock
  /** Logins at the same time over all hosts: they are what costs computing. */
  readonly loginsAtOnce: number
}

/**
 * Connections to many hosts. One is used by one job at a time and then kept for the next. A host that is dead or silent
 * holds no turn of the logins: only one that has greeted does.
 */
export class HostPool implements AsyncDisposable {
  readonly #parts: PoolParts
  readonly #logins: Turns
  readonly #hosts = new Map<string, { readonly turns: Turns; readonly idle: Idle[]; users: number }>()
  #hasEnded = false

  constructor(parts: PoolParts) {
    this.#parts = parts
    this.#logins = new Turns(parts.loginsAtOnce)
  }

  /** Runs `work` with a connection to the last hop: an idle one, or a new one. */
  async use<T>(
    hops: readonly Hop[],
    signal: AbortSignal,
    work: (connection: SshConnection) => Promise<T>,
  ): Promise<T> {
    return this.#atHost(hops, async (idle) => {
      const connection = this.#takeIdle(idle) ?? (await this.open(hops, signal))
      return this.#lend(connection, idle, work)
    })
  }

  /** Opens a connection that nobody used before; whoever calls it disposes of it. */
  async open(hops: readonly Hop[], signal: AbortSignal): Promise<SshConnection> {
    const [first] = hops
    if (first === undefined) throw new MachineError('there is no way to the host: no hop is given')
    const firstSocket = await greetedSocket(first, this.#parts.timeoutMs, signal)
    try {
      return await this.#logins.run(() => connectTo(hops, { ...this.#parts, firstSocket }, signal))
    } catch (error) {
      firstSocket.destroy()
      throw error
    }
  }

  /** Closes what nobody uses; what is in use is closed when it is given back. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#hasEnded = true
    for (const { idle } of this.#hosts.values()) {
      for (const one of idle.splice(0)) await close(one)
    }
    this.#hosts.clear()
  }

  async #atHost<T>(hops: readonly Hop[], work: (idle: Idle[]) => Promise<T>): Promise<T> {
    const key = JSON.stringify(hops)
    const host = this.#hosts.get(key) ?? { turns: new Turns(MOST_PER_HOST), idle: [], users: 0 }
    this.#hosts.set(key, host)
    host.users += 1
    try {
      return await host.turns.run(() => work(host.idle))
    } finally {
      host.users -= 1
      if (host.users === 0 && host.idle.length === 0) this.#hosts.delete(key)
    }
  }

  async #lend<T>(
    connection: SshConnection,
    idle: Idle[],
    work: (connection: SshConnection) => Promise<T>,
  ): Promise<T> {
    try {
      return await work(connection)
    } finally {
      if (this.#hasEnded) await connection[Symbol.asyncDispose]()
      else if (connection.isOpen) this.#keep(connection, idle)
    }
  }

  #takeIdle(idle: Idle[]): SshConnection | undefined {
    for (let one = idle.pop(); one !== undefined; one = idle.pop()) {
      one.timer[Symbol.dispose]()
      if (one.connection.isOpen) return one.connection
    }
    return undefined
  }

  #keep(connection: SshConnection, idle: Idle[]): void {
    const { clock } = this.#parts
    const timer = clock.wakeAt(clock.now() + IDLE_MS, () => {
      const place = idle.indexOf(one)
      if (place !== -1) idle.splice(place, 1)
      void close(one)
    })
    const one: Idle = { connection, timer }
    idle.push(one)
  }
}

interface Idle {
  readonly connection: SshConnection
  readonly timer: Disposable
}

async function close({ connection, timer }: Idle): Promise<void> {
  timer[Symbol.dispose]()
  await connection[Symbol.asyncDispose]()
}

/** Connects and waits for the server's first bytes, which stay unread. */
async function greetedSocket(
  { address, port }: Pick<Hop, 'address' | 'port'>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Socket> {
  signal.throwIfAborted()
  const socket = connect({ host: address, port, noDelay: true, keepAlive: true })
  const greeted = Promise.withResolvers<Socket>()
  const onAbort = () => greeted.reject(signal.reason)
  const fail = (why: string, cause?: Error) =>
    greeted.reject(new UnreachableError(`${address}:${port} cannot be reached: ${why}`, { cause }))
  const onError = (error: Error) => fail(error.message, error)
  const onClose = () => fail('it closed the connection at once')
  socket.setTimeout(timeoutMs, () => fail(`no answer within ${timeoutMs} ms`))
  socket.once('readable', () => greeted.resolve(socket)).on('error', onError)
  socket.once('close', onClose)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await greeted.promise
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    socket.setTimeout(0)
    socket.removeAllListeners('timeout').off('close', onClose)
    signal.removeEventListener('abort', onAbort)
  }
}
