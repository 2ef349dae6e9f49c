import type { Clock } from '../clock.ts'
import type { Operation } from './operation.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { Lease } from './run.ts'

type Due = Pick<Operation, 'id' | 'dueAtMs'>

/**
 * How many operations are carried on at the same time. They mostly wait: for a machine, or for their turn at what is
 * scarce, and that has bounds of its own: the database takes one transaction after the other, hosts have a number of
 * logins and of connections at once. So many only bounds memory, and hundreds of hosts that never answer, each of which
 * holds its operation until its deadline, delay no other operation.
 */
const MOST_AT_ONCE = 1_024

/**
 * Dispatches inside this process. It keeps no truth: what it holds in memory is only when to look at which row, and
 * at start that is read from the rows. A wake-up that comes too often finds nothing due and does no harm.
 */
export class EmbeddedDispatcher implements Dispatcher, AsyncDisposable {
  readonly #clock: Clock
  readonly #run: (id: string, lease: Lease) => Promise<number | undefined>
  readonly #onError: (error: unknown, id: string) => void
  readonly #waiting = new Map<string, Disposable>()
  readonly #ready: string[] = []
  readonly #running = new Map<string, Promise<void>>()
  #stop = new AbortController()
  #isPaused = false

  constructor(parts: {
    clock: Clock
    /** Carries one operation on; resolves to the time it is due again. */
    run: (id: string, lease: Lease) => Promise<number | undefined>
    onError: (error: unknown, id: string) => void
  }) {
    this.#clock = parts.clock
    this.#run = parts.run
    this.#onError = parts.onError
  }

  /** Operations that are being carried on. */
  get inHand(): number {
    return this.#running.size
  }

  /** Nobody is at work, and nobody is about to be. */
  get isIdle(): boolean {
    return this.#running.size + this.#ready.length === 0
  }

  wake(operations: readonly Due[]): void {
    for (const { id, dueAtMs } of operations) this.#lookAgain(id, dueAtMs)
  }

  #lookAgain(id: string, dueAtMs: number): void {
    if (this.#stop.signal.aborted) return
    this.#waiting.get(id)?.[Symbol.dispose]()
    if (dueAtMs > this.#clock.now()) {
      this.#waiting.set(
        id,
        this.#clock.wakeAt(dueAtMs, () => this.#makeReady(id)),
      )
    } else this.#makeReady(id)
  }

  #makeReady(id: string): void {
    this.#waiting.delete(id)
    this.#ready.push(id)
    // Not in the caller's turn: the answer to a call must not wait for the operation it began.
    setImmediate(() => this.#fill())
  }

  #fill(): void {
    while (this.#running.size < MOST_AT_ONCE && !this.#stop.signal.aborted && !this.#isPaused) {
      const id = this.#ready.shift()
      if (id === undefined) return
      if (!this.#running.has(id)) this.#running.set(id, this.#carryOn(id))
    }
  }

  async #carryOn(id: string): Promise<void> {
    try {
      const dueAtMs = await this.#run(id, { signal: this.#stop.signal, check() {} })
      this.#running.delete(id)
      if (dueAtMs !== undefined) this.#lookAgain(id, dueAtMs)
    } catch (error) {
      this.#running.delete(id)
      this.#onError(error, id)
      this.#lookAgain(id, this.#clock.now() + 1_000)
    }
    this.#fill()
  }

  /**
   * Runs `work` while no operation is carried on, then takes up what `unfinished` gives. A step that is being taken is
   * waited for, or cut short after `graceMs`: it is taken again, if its operation is still there.
   */
  async pausedWhile<T>(
    work: () => Promise<T>,
    { unfinished, graceMs }: { unfinished: () => Promise<readonly Due[]>; graceMs: number },
  ): Promise<T> {
    this.#isPaused = true
    try {
      await this.#standStill(graceMs)
      return await work()
    } finally {
      this.#isPaused = false
      this.wake(await unfinished())
      this.#fill()
    }
  }

  async #standStill(graceMs: number): Promise<void> {
    const ended = Promise.allSettled(this.#running.values())
    const grace = new AbortController()
    const timer = setTimeout(() => grace.abort(), graceMs)
    const { promise: isOver, resolve } = Promise.withResolvers<void>()
    grace.signal.addEventListener('abort', () => resolve(), { once: true })
    await Promise.race([ended, isOver])
    clearTimeout(timer)
    if (this.#running.size === 0 || this.#stop.signal.aborted) return
    this.#stop.abort()
    await ended
    this.#stop = new AbortController()
  }

  /** Stops taking steps; waits for those that are being taken. Unfinished operations stay in their rows. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    for (const timer of this.#waiting.values()) timer[Symbol.dispose]()
    this.#waiting.clear()
    await Promise.allSettled(this.#running.values())
  }
}
