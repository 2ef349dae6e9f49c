import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import type { CrashPoint } from './events.ts'
import type { Work } from './plan-table.ts'
import { type Orders, ordersText } from './server-orders.ts'

const PROGRAM = join(import.meta.dirname, 'server.ts')

/** A server that dies. */
export interface CrashChild {
  /** `127.0.0.1:PORT`; undefined: it died before it took calls. */
  readonly endpoint: string | undefined
  /** Resolves when all operations are over, or the server is dead. */
  idle(): Promise<void>
  /** Kills it, if it is alive still; resolves to what it passed. */
  end(): Promise<Passed>
}

/** What a server told until its end. */
export interface Passed {
  readonly points: readonly CrashPoint[]
  readonly works: readonly Work[]
  /** It died by its own hand, at the point it was told. */
  readonly hasCrashed: boolean
}

/** Starts a server of its own process, and waits until it takes calls or is dead. */
export async function startChild(orders: Orders, compileCache: string): Promise<CrashChild> {
  const child = spawn(process.execPath, [PROGRAM, ordersText(orders)], {
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const told: string[] = []
  const ready = Promise.withResolvers<string | undefined>()
  let onIdle: () => void = () => undefined
  let errors = ''
  let isEnded = false
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  // It may be dead when it is asked.
  child.stdin.on('error', () => undefined)
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    if (line.startsWith('ready ')) ready.resolve(line.slice('ready '.length))
    else if (line === 'idle') onIdle()
    else told.push(line)
  })
  const closed = new Promise<void>((resolve) => lines.once('close', resolve))
  const exited = new Promise<NodeJS.Signals | null>((resolve, reject) => {
    child.once('exit', (code, signal) => {
      if (code === null) resolve(signal)
      else reject(new Error(`the server ended with ${code}: ${errors}`))
    })
  })
  const isDead = exited.then(() => undefined)
  const endpoint = await Promise.race([ready.promise, isDead])
  return {
    endpoint,
    async idle() {
      const idle = new Promise<void>((resolve) => (onIdle = resolve))
      child.stdin.write('idle?\n')
      await Promise.race([idle, isDead])
    },
    async end() {
      // Set by nobody else: what it does to itself looks the same.
      isEnded = child.exitCode === null && child.signalCode === null
      if (isEnded) child.kill('SIGKILL')
      await exited
      await closed
      return { ...readTold(told), hasCrashed: !isEnded }
    },
  }
}

function readTold(told: readonly string[]): Pick<Passed, 'points' | 'works'> {
  const counts = new Map<string, number>()
  const points: CrashPoint[] = []
  const works: Work[] = []
  for (const line of told) {
    const [what = '', ...rest] = line.split(' ')
    const text = rest.join(' ')
    // As server.ts writes it.
    if (what === 'work') works.push(JSON.parse(text) as Work)
    if (what !== 'event') continue
    const nth = (counts.get(text) ?? 0) + 1
    counts.set(text, nth)
    const [phase, ...name] = text.split(' ')
    points.push({ phase: phase === 'before' ? 'before' : 'after', name: name.join(' '), nth })
  }
  return { points, works }
}
