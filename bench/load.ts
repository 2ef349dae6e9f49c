import { connect, type Socket } from 'node:net'

import { cpuMicrosOf } from './harness/process-cost.ts'

/** What some load has measured. */
export interface Measured {
  readonly perSecond: number
  /** CPU time that the servers spent on one request, in microseconds. */
  readonly cpuMicros: number
  /** CPU time of the servers in terms of wall time: 1 is one core that never waits. */
  readonly busy: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Who is asked. */
export interface Servers {
  /** Of one server or several; connections are spread over them. */
  readonly ports: readonly number[]
  /** Of the servers, whose CPU time is read. */
  readonly pids: readonly number[]
  readonly connections: number
}

/** What is asked. */
export interface Requests {
  /** As they go over the wire, sent in turn. */
  readonly requests: readonly Buffer[]
  /** How many are sent; absent: each once. */
  readonly count?: number
  /** What every answer must contain; an answer without it ends the run. */
  readonly expected: string
}

/** Connections that are kept while load is sent in several pieces. */
export interface Load extends Disposable {
  /** One request at a time on each connection, until all are answered. */
  send(requests: Requests): Promise<void>
  /** All that was sent until now; `afterwards` is waited for first: what the servers still do for calls they have answered. */
  measured(afterwards?: () => Promise<void>): Promise<Measured>
}

/** Opens the connections and begins to count. */
export async function openLoad({ ports, pids, connections }: Servers): Promise<Load> {
  const sockets = await Promise.all(
    Array.from({ length: connections }, (_, place) => open(ports[place % ports.length] ?? 0)),
  )
  const latencies: number[] = []
  const cpuNow = () => sum(pids.map(cpuMicrosOf))
  const cpuBefore = cpuNow()
  let seconds = 0
  let busyMicros = 0
  return {
    async send({ requests, count = requests.length, expected }) {
      let sent = 0
      const next = () => (sent < count ? requests[sent++ % requests.length] : undefined)
      const note = (ms: number) => void latencies.push(ms)
      const [beganMs, beganCpu] = [performance.now(), cpuNow()]
      await Promise.all(sockets.map((socket) => converse(socket, { expected, next, note })))
      seconds += (performance.now() - beganMs) / 1000
      busyMicros += cpuNow() - beganCpu
    },
    async measured(afterwards) {
      await afterwards?.()
      const sorted = latencies.toSorted((a, b) => a - b)
      const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
      const cpuMicros = (cpuNow() - cpuBefore) / sorted.length
      const busy = busyMicros / 1e6 / seconds
      return { perSecond: sorted.length / seconds, cpuMicros, busy, p50Ms: at(0.5), p99Ms: at(0.99) }
    },
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Sends all in one piece. */
export async function runLoad({
  afterwards,
  ...load
}: Servers & Requests & { readonly afterwards?: () => Promise<void> }): Promise<Measured> {
  using opened = await openLoad(load)
  await opened.send(load)
  return await opened.measured(afterwards)
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    socket.once('connect', () => resolve(socket.off('error', reject))).once('error', reject)
  })
}

interface Conversation {
  readonly expected: string
  readonly next: () => Buffer | undefined
  readonly note: (latencyMs: number) => void
}

/** Request, answer, request, …: without a promise each, as what the load costs is what the servers do not get. */
function converse(socket: Socket, { expected, next, note }: Conversation): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = ''
    let beganMs = 0
    const end = (outcome: () => void) => {
      socket.off('data', onData).off('error', reject).off('close', onClose)
      outcome()
    }
    const send = () => {
      const request = next()
      if (!request) return end(resolve)
      text = ''
      beganMs = performance.now()
      socket.write(request)
    }
    const onData = (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (!isComplete(text)) return
      note(performance.now() - beganMs)
      if (text.includes(expected)) send()
      else end(() => reject(new Error(`not the expected answer: ${text.slice(0, 700)}`)))
    }
    const onClose = () => reject(new Error(`the connection was closed after: ${text.slice(0, 200)}`))
    socket.on('data', onData).once('error', reject).once('close', onClose)
    send()
  })
}

function isComplete(text: string): boolean {
  const bodyAt = text.indexOf('\r\n\r\n')
  if (bodyAt < 0) return false
  const length = /content-length: (\d+)/i.exec(text.slice(0, bodyAt))?.[1]
  return length !== undefined && text.length >= bodyAt + 4 + Number(length)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
