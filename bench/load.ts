import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'

/** What one run of load measured. */
export interface Measured {
  readonly perSecond: number
  /** CPU time that the server spent on one request, in microseconds. */
  readonly cpuMicros: number
  readonly p50Ms: number
  readonly p99Ms: number
}

interface Load {
  /** Of one server or several; connections are spread over them. */
  readonly ports: readonly number[]
  /** Of the servers, whose CPU time is read. */
  readonly pids: readonly number[]
  /** Requests as they go over the wire, sent in turn. */
  readonly requests: readonly Buffer[]
  readonly count: number
  readonly connections: number
  /** What every answer must contain; an answer without it ends the run. */
  readonly expected: string
}

/** Sends requests over kept-alive connections, one at a time on each, and waits for every answer. */
export async function runLoad(load: Load): Promise<Measured> {
  let sent = 0
  const latencies: number[] = []
  const next = () => (sent < load.count ? load.requests[sent++ % load.requests.length] : undefined)
  const cpuBefore = sum(load.pids.map(cpuMicrosOf))
  const beganMs = performance.now()
  await Promise.all(
    Array.from({ length: load.connections }, (_, place) => {
      const port = load.ports[place % load.ports.length] ?? 0
      return runConnection({ ...load, port }, next, (ms) => latencies.push(ms))
    }),
  )
  const seconds = (performance.now() - beganMs) / 1000
  const cpuMicros = (sum(load.pids.map(cpuMicrosOf)) - cpuBefore) / load.count
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0
  return { perSecond: load.count / seconds, cpuMicros, p50Ms: at(0.5), p99Ms: at(0.99) }
}

async function runConnection(
  { port, expected }: Pick<Load, 'expected'> & { readonly port: number },
  next: () => Buffer | undefined,
  note: (latencyMs: number) => void,
): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  try {
    for (let request = next(); request; request = next()) {
      const beganMs = performance.now()
      const answer = await exchange(socket, request)
      note(performance.now() - beganMs)
      if (!answer.includes(expected)) throw new Error(`not the expected answer: ${answer.slice(0, 500)}`)
    }
  } finally {
    socket.destroy()
  }
}

/** Sends one request and resolves with the whole answer. */
function exchange(socket: Socket, request: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const end = (outcome: () => void) => {
      socket.off('data', onData)
      socket.off('error', onError)
      socket.off('close', onClose)
      outcome()
    }
    const onData = (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (isComplete(text)) end(() => resolve(text))
    }
    const onError = (error: Error) => end(() => reject(error))
    const onClose = () =>
      end(() => reject(new Error(`the connection was closed after: ${text.slice(0, 200)}`)))
    socket.on('data', onData).on('error', onError).on('close', onClose)
    socket.write(request)
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

const TICKS_PER_SECOND = 100

/** User and system time of a process so far (Linux). */
export function cpuMicrosOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1e6
}

/** Resident memory of a process, in MiB (Linux). */
export function residentMiB(pid: number): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(match?.[1] ?? 0) / 1024
}
