import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

import { type ServerProcess, startServer } from '../server-process.ts'

/** What a process held at one moment. */
export interface Sample {
  readonly atMs: number
  readonly handles: number
  readonly residentMb: number
  /** What objects take. */
  readonly heapMb: number
  /** What V8 has for them, used or not. */
  readonly heapTotalMb: number
  /** What lies outside and belongs to objects: buffers. */
  readonly externalMb: number
}

/** One life of a process, from its start to its end. */
export interface Life {
  readonly pid: number
  readonly startedAtMs: number
  readonly samples: Sample[]
}

export interface MemberParts {
  readonly name: string
  readonly flags: Readonly<Record<string, string>>
  readonly environment: Readonly<Record<string, string>>
  complain(this: void, flaw: string): void
  /** Whether the database is away, or was a moment ago: processes may complain of it then. */
  isExcused(this: void): boolean
}

const PAGE_BYTES = 4_096
const MEGABYTE = 1 << 20
/** Levels of pino. */
const ERROR = 50

/** A process of Keyplane that is killed and started again. */
export class Member {
  readonly name: string
  readonly #parts: MemberParts
  #server: ServerProcess | undefined
  life: Life | undefined
  kills = 0
  stops = 0

  constructor(parts: MemberParts) {
    this.name = parts.name
    this.#parts = parts
  }

  /** Undefined while it is down. */
  get server(): ServerProcess | undefined {
    return this.#server
  }

  async start(): Promise<void> {
    const { flags, environment, complain } = this.#parts
    const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])
    const server = await startServer(args, { ...process.env, ...environment })
    const pid = server.process.pid ?? 0
    this.#read(server.log())
    const { stderr } = server.process
    if (stderr) createInterface({ input: stderr }).on('line', (line) => this.#read(line))
    server.process.once('exit', (code, signal) => {
      if (this.#server !== server) return
      this.#server = undefined
      complain(`${this.name} ended by itself with ${code ?? signal}: ${server.log().slice(-2_000)}`)
    })
    this.life = { pid, startedAtMs: performance.now(), samples: [] }
    this.#server = server
  }

  /** SIGKILL, or SIGTERM after which it must end well. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const server = this.#server
    if (!server) return
    this.#server = undefined
    if (signal === 'SIGKILL') this.kills += 1
    else this.stops += 1
    const code = await server.stop(signal)
    if (signal === 'SIGTERM' && code !== 0)
      this.#parts.complain(`${this.name} ended with ${code} when it was told to`)
  }

  async measure(): Promise<void> {
    const { life } = this
    const server = this.#server
    if (!life || !server) return
    try {
      const handles = readdirSync(`/proc/${life.pid}/fd`).length
      const [, resident] = readFileSync(`/proc/${life.pid}/statm`, 'utf8').split(' ').map(Number)
      const residentMb = ((resident ?? 0) * PAGE_BYTES) / MEGABYTE
      life.samples.push({ atMs: performance.now(), handles, residentMb, ...(await heapOf(server.api)) })
    } catch {
      // Killed in this very moment, or too busy to answer.
    }
  }

  #read(text: string): void {
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue
      const { level, msg } = readLine(line)
      if (level < ERROR || this.#parts.isExcused()) continue
      this.#parts.complain(`${this.name} logs: ${msg}`)
    }
  }
}

/** A line that is not of the log, such as a stack trace, is an error. */
function readLine(line: string): { readonly level: number; readonly msg: string } {
  try {
    // Written by pino.
    const {
      level = ERROR,
      msg = '',
      err,
    } = JSON.parse(line) as { level?: number; msg?: string; err?: object }
    return { level, msg: `${msg} ${err ? JSON.stringify(err).slice(0, 600) : ''}` }
  } catch {
    return { level: line.startsWith('(node:') || line.startsWith('(Use ') ? 0 : ERROR, msg: line }
  }
}

async function heapOf(api: string): Promise<Pick<Sample, 'heapMb' | 'heapTotalMb' | 'externalMb'>> {
  const text = await (await fetch(`${api}/metrics`, { signal: AbortSignal.timeout(5_000) })).text()
  return {
    heapMb: megabytesOf(text, 'nodejs_heap_size_used_bytes'),
    heapTotalMb: megabytesOf(text, 'nodejs_heap_size_total_bytes'),
    externalMb: megabytesOf(text, 'nodejs_external_memory_bytes'),
  }
}

function megabytesOf(metrics: string, name: string): number {
  const [, bytes] = new RegExp(`^${name} (\\S+)`, 'm').exec(metrics) ?? []
  if (bytes === undefined) throw new Error(`the metrics have no ${name}`)
  return Number(bytes) / MEGABYTE
}
