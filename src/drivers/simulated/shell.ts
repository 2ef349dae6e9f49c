import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'

import { ownFolder } from '../../core/own-package.ts'
import type { Script, ScriptResult } from './run-script.ts'
import {
  type Answer,
  type FromThread,
  type Question,
  type ToThread,
  type Wish,
  TOO_COMPLEX,
} from './shell-messages.ts'

/** How often the thread is asked whether it still answers. */
const PING_MS = 250
/** How long it may compute without an answer: a loop over thousands of commands takes seconds. */
const LONGEST_CPU_MS = 5_000
/** A thread without work goes: what it has taken of memory is given back. */
const IDLE_MS = 30_000
/** Four scripts at once keep to it; what is beyond ends the thread. What is young is collected often: commands are short. */
const MEMORY = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 }

/** A request to the thread. */
interface Request {
  readonly id: number
  readonly wish: Wish
  readonly script?: Script
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
  /** Sleeps that it waits for: it does not compute then. */
  asleep: number
  /** It was computing once when the thread did not answer any more. */
  isSuspect: boolean
}

/**
 * The shell of the simulated machines, in a thread of its own. A script changes nothing until it is over: when the thread
 * does not answer any more it is ended, and what was in it is run again in a new one, each by itself. What keeps that one
 * busy too is given up.
 */
export class Shell implements AsyncDisposable {
  readonly #longestCpuMs: number
  #thread: Worker | undefined
  readonly #open = new Map<number, Request>()
  #waiting: Request[] = []
  /** Runs by itself. */
  #alone: Request | undefined
  #lastId = 0
  /** CPU time of the thread when it last answered. */
  #answeredAtCpuMs = 0
  #hasAnswered = false
  #watch: NodeJS.Timeout | undefined
  #idle: NodeJS.Timeout | undefined

  constructor({ longestCpuMs = LONGEST_CPU_MS }: { readonly longestCpuMs?: number } = {}) {
    this.#longestCpuMs = longestCpuMs
  }

  /** Runs a script on a machine's files. Whatever goes wrong in the script is told in its result. */
  async run(script: Script): Promise<ScriptResult> {
    const { signal, sleep: _sleep, ...sent } = script
    const id = this.#newId()
    const abort = () => this.#tell({ kind: 'abort', id })
    signal.addEventListener('abort', abort, { once: true })
    try {
      const answer = await this.#ask({ id, wish: { kind: 'run', script: sent }, script })
      if (typeof answer !== 'boolean') return answer
    } finally {
      signal.removeEventListener('abort', abort)
    }
    const { env, disk } = script
    return { ...TOO_COMPLEX, env, hasExited: false, disk }
  }

  /** What of a text can be told before it runs; no, of a text that keeps the thread busy. */
  async look(question: Question, ...words: readonly [string, ...string[]]): Promise<boolean> {
    return (await this.#ask({ id: this.#newId(), wish: { kind: 'look', question, words } })) === true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const requests = [...this.#open.values(), ...this.#waiting]
    this.#waiting = []
    await this.#end()
    for (const request of requests) request.resolve(false)
  }

  #newId(): number {
    return (this.#lastId += 1)
  }

  #ask(request: Pick<Request, 'id' | 'wish' | 'script'>): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    this.#waiting.push({ ...request, resolve, reject, asleep: 0, isSuspect: false })
    this.#next()
    return promise
  }

  #next(): void {
    while (this.#alone === undefined) {
      const suspect = this.#waiting.findIndex(({ isSuspect }) => isSuspect)
      // Others that compute would be under suspicion with it.
      if (suspect !== -1 && [...this.#open.values()].some(({ asleep }) => asleep === 0)) return
      const [request] = this.#waiting.splice(Math.max(0, suspect), 1)
      if (!request) return
      if (request.isSuspect) this.#alone = request
      this.#send(request)
    }
  }

  #send(request: Request): void {
    const { id, wish, script } = request
    this.#open.set(id, request)
    clearTimeout(this.#idle)
    this.#thread ??= this.#start()
    this.#tell({ id, ...wish })
    if (script?.signal.aborted) this.#tell({ kind: 'abort', id })
    this.#watch ??= setInterval(() => void this.#askWhetherAlive(), PING_MS).unref()
  }

  #tell(message: ToThread): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#thread?.postMessage(message)
  }

  #start(): Worker {
    const thread = new Worker(threadFile(), {
      name: 'shell',
      execArgv: [],
      resourceLimits: MEMORY,
    })
    thread.unref()
    thread.on('message', (message: FromThread) => {
      if (thread === this.#thread) this.#take(message)
    })
    // Out of memory, or it did not even start.
    thread.on('error', (error) => {
      if (thread === this.#thread) this.#giveUp(error)
    })
    return thread
  }

  #take(message: FromThread): void {
    this.#hasAnswered = true
    if (message.kind === 'pong') return
    const request = this.#open.get(message.id)
    if (!request) return
    if (message.kind === 'sleep') return void this.#sleep(request, message)
    this.#open.delete(message.id)
    if (this.#alone === request) this.#alone = undefined
    if (message.kind === 'answer') request.resolve(message.answer)
    else request.reject(message.error)
    this.#next()
    if (this.#open.size === 0) this.#rest()
  }

  async #sleep(request: Request, { sleep, ms }: Extract<FromThread, { kind: 'sleep' }>): Promise<void> {
    const { id, script } = request
    const thread = this.#thread
    request.asleep += 1
    if (this.#alone === request) {
      this.#alone = undefined
      this.#next()
    }
    await script?.sleep(ms)
    // Otherwise it has been begun anew.
    if (thread !== this.#thread) return
    request.asleep -= 1
    this.#tell({ kind: 'awake', id, sleep })
  }

  /** By CPU time: a thread that gets none on a busy machine is only late. */
  async #askWhetherAlive(): Promise<void> {
    const thread = this.#thread
    if (!thread) return
    const cpuMs = await cpuMsOf(thread)
    if (thread !== this.#thread) return
    if (this.#hasAnswered) this.#answeredAtCpuMs = cpuMs
    else if (cpuMs - this.#answeredAtCpuMs > this.#longestCpuMs) return this.#giveUp()
    this.#hasAnswered = false
    this.#tell({ kind: 'ping' })
  }

  #giveUp(error?: unknown): void {
    const requests = [...this.#open.values()]
    void this.#end()
    const computing = requests.filter(({ asleep }) => asleep === 0)
    for (const request of requests) {
      const isGuilty = computing.length === 1 || request.isSuspect
      if (request.asleep > 0) this.#waiting.push({ ...request, asleep: 0 })
      else if (!isGuilty) this.#waiting.push({ ...request, isSuspect: true })
      else if (error === undefined || isOutOfMemory(error)) request.resolve(false)
      else request.reject(error)
    }
    this.#next()
  }

  #rest(): void {
    clearInterval(this.#watch)
    this.#watch = undefined
    this.#idle = setTimeout(() => void this.#end(), IDLE_MS).unref()
  }

  async #end(): Promise<void> {
    const thread = this.#thread
    clearInterval(this.#watch)
    clearTimeout(this.#idle)
    this.#watch = undefined
    this.#thread = undefined
    this.#alone = undefined
    this.#answeredAtCpuMs = 0
    this.#hasAnswered = false
    this.#open.clear()
    await thread?.terminate()
  }
}

/** 0 of a thread that is ending; and of any before Node 24.6, which does not tell: there nothing is given up. */
async function cpuMsOf(thread: Worker): Promise<number> {
  try {
    const { user, system } = await thread.cpuUsage()
    return (user + system) / 1_000
  } catch {
    return 0
  }
}

/** The file of the thread: beside this one among the sources, in a place of its own in the package. */
function threadFile(): URL {
  const isSource = import.meta.url.endsWith('.ts')
  const file = isSource ? ['src', 'drivers', 'simulated', 'shell-thread.ts'] : ['dist', 'shell-thread.js']
  return pathToFileURL(join(ownFolder(), ...file))
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}
