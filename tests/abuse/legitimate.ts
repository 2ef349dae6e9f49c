import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

import ssh2 from 'ssh2'

import { tencentCall } from './signed-calls.ts'

/** What those who mean well saw in a while. */
export interface Seen {
  readonly count: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** What was not answered as it should be. */
  readonly failures: readonly string[]
}

const KEPT_CONNECTIONS = 4
const PAUSE_MS = 5
/** Who waits longer gives up. */
const LONGEST_CALL_MS = 20_000

/** Signed reads for so long: over connections that are kept, and over a new one each. */
export async function callForAWhile(port: number, durationMs: number): Promise<Seen> {
  const endMs = performance.now() + durationMs
  const latencies: number[] = []
  const failures: string[] = []
  const caller = async (keeps: boolean) => {
    let socket: Socket | undefined
    while (performance.now() < endMs) {
      const beganMs = performance.now()
      try {
        socket ??= await opened(port)
        await exchange(socket)
        latencies.push(performance.now() - beganMs)
      } catch (error) {
        failures.push(String(error))
        socket?.destroy()
        socket = undefined
      }
      if (!keeps) socket = void socket?.destroy()
      await pause(PAUSE_MS)
    }
    socket?.destroy()
  }
  await Promise.all([...Array.from({ length: KEPT_CONNECTIONS }, () => caller(true)), caller(false)])
  return { ...quantiles(latencies), failures }
}

async function opened(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  await once(socket, 'connect')
  return socket
}

/** One signed read; its answer comes in one piece. */
function exchange(socket: Socket): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onData = (bytes: Buffer) => {
    if (bytes.includes('"TotalCount":0')) resolve()
    else reject(new Error(`not an answer: ${bytes.toString()}`))
  }
  const onClose = () => reject(new Error('the connection was closed'))
  const timer = setTimeout(() => reject(new Error('no answer')), LONGEST_CALL_MS)
  socket.on('data', onData).on('error', reject).on('close', onClose)
  socket.write(tencentCall('DescribeKeyPairs', {}, 'AKIDlegitimate'))
  return promise.finally(() => {
    clearTimeout(timer)
    socket.off('data', onData).off('error', reject).off('close', onClose)
  })
}

export interface Door {
  readonly machine: string
  readonly port: number
  readonly from: string
  readonly login: { readonly privateKey: string } | { readonly password: string }
}

/** Log-ins one after the other for so long, each with a connection of its own, from the beginning to being let in. */
export async function logInForAWhile(door: Door, durationMs: number): Promise<Seen> {
  const endMs = performance.now() + durationMs
  const latencies: number[] = []
  const failures: string[] = []
  while (performance.now() < endMs) {
    const beganMs = performance.now()
    try {
      await logIn(door)
      latencies.push(performance.now() - beganMs)
    } catch (error) {
      failures.push(String(error))
    }
    await pause(PAUSE_MS)
  }
  return { ...quantiles(latencies), failures }
}

/** @throws Error when it was not let in */
async function logIn({ machine, port, from, login }: Door): Promise<void> {
  const sock = connect({ host: machine, port, localAddress: from, noDelay: true })
  const client = new ssh2.Client()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  sock.on('error', reject)
  client
    .on('ready', resolve)
    .on('error', reject)
    .on('close', () => reject(new Error('closed')))
  client.connect({ sock, username: 'root', readyTimeout: LONGEST_CALL_MS, ...login })
  try {
    await promise
  } finally {
    client.destroy()
    sock.destroy()
  }
}

function quantiles(latencies: number[]): Pick<Seen, 'count' | 'p50Ms' | 'p99Ms'> {
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Infinity
  return { count: latencies.length, p50Ms: at(0.5), p99Ms: at(0.99) }
}
