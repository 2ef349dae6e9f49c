import { setTimeout as wait } from 'node:timers/promises'

import type { Signals } from '../signals.ts'
import type { Dispatcher } from './dispatcher.ts'
import { type Job, type JobQueue, SILENCE_MS } from './job-queue.ts'
import type { Operation } from './operation.ts'
import type { Lease } from './run.ts'

/** As in one process: they mostly wait, and what is scarce has bounds of its own. */
const MOST_AT_ONCE = 1_024
const TAKEN_AT_ONCE = 100
/** From one look for jobs to the next, in milliseconds: under load each finds several. The first one waits for nothing. */
const TAKE_EVERY_MS = 40
/** How often it is looked for jobs without a signal. */
const LOOK_EVERY_MS = 1_000
const KEEP_EVERY_MS = SILENCE_MS / 4
/** A holder whose last word was heard so long ago stops before another one may begin. */
const TRUSTED_MS = SILENCE_MS * 0.8
const TRY_AGAIN_MS = 1_000
const SWEEP_EVERY_MS = 30_000
/** An operation that is due for so long has lost its job. */
const OVERDUE_MS = 20_000

type Due = Pick<Operation, 'id' | 'dueAtMs'>

export interface ClusterDispatcherParts {
  readonly jobs: JobQueue
  readonly signals: Signals
  /** Whether this process takes jobs itself. */
  readonly isWorker: boolean
  /** Carries one operation on; resolves to the time it is due again, undefined when it is over. */
  run(id: string, lease: Lease): Promise<number | undefined>
  unfinished(): Promise<readonly Due[]>
  onError(error: unknown, doing: string): void
}

/**
 * Dispatches over all processes of one database: whoever takes the job of an operation carries it on to its end, and
 * keeps saying that he is alive. Who falls silent loses it; he notices by his own clock before anybody else may begin,
 * and what he still writes is refused by the fence of the operation and the version of the machine.
 */
export class ClusterDispatcher implements Dispatcher, AsyncDisposable {
  readonly #parts: ClusterDispatcherParts
  readonly #held = new Map<Job, Hold>()
  readonly #stop = new AbortController()
  readonly #loops: Promise<void>[] = []
  #look: PromiseWithResolvers<void> = Promise.withResolvers()
  #lookedAtMs = -TAKE_EVERY_MS

  constructor(parts: ClusterDispatcherParts) {
    this.#parts = parts
  }

  /** Jobs that this process has in hand. */
  get inHand(): number {
    return this.#held.size
  }

  /** Begins to take jobs, if this process is a worker. */
  start(): void {
    if (!this.#parts.isWorker) return
    this.#parts.signals.on('operations', () => this.#look.resolve())
    this.#loops.push(
      this.#repeat('take jobs', LOOK_EVERY_MS, () => this.#takeJobs()),
      this.#repeat('keep jobs', KEEP_EVERY_MS, () => this.#keepJobs()),
      this.#repeat('look for operations without a job', SWEEP_EVERY_MS, () => this.#sweep()),
    )
  }

  wake(operations: readonly Due[]): void {
    if (operations.length === 0) return
    if (this.#parts.isWorker) this.#look.resolve()
    else this.#parts.signals.send('operations', '')
  }

  async #repeat(doing: string, everyMs: number, work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      try {
        await work()
      } catch (error) {
        this.#parts.onError(error, doing)
      }
      const isOfTaking = everyMs === LOOK_EVERY_MS
      const pause = new AbortController()
      const either = AbortSignal.any([signal, pause.signal])
      const slept = wait(everyMs, undefined, { signal: either }).catch(() => undefined)
      await (isOfTaking ? Promise.race([slept, this.#look.promise]) : slept)
      pause.abort()
    }
  }

  async #takeJobs(): Promise<void> {
    const { signal } = this.#stop
    const pauseMs = this.#lookedAtMs + TAKE_EVERY_MS - performance.now()
    if (pauseMs > 0) await wait(pauseMs, undefined, { signal }).catch(() => undefined)
    this.#lookedAtMs = performance.now()
    this.#look = Promise.withResolvers()
    while (!this.#stop.signal.aborted) {
      const most = Math.min(TAKEN_AT_ONCE, MOST_AT_ONCE - this.#held.size)
      if (most === 0) return
      const takenAtMs = performance.now()
      const jobs = await this.#parts.jobs.take(most)
      for (const job of jobs) {
        const hold = new Hold(takenAtMs)
        this.#held.set(job, hold)
        hold.over = this.#carryOn(job, hold)
      }
      if (jobs.length < most) return
    }
  }

  async #keepJobs(): Promise<void> {
    const jobs = [...this.#held.keys()]
    if (jobs.length === 0) return
    const askedAtMs = performance.now()
    const kept = await this.#parts.jobs.keep(jobs).catch((error: unknown) => {
      this.#parts.onError(error, 'keep jobs')
      return undefined
    })
    for (const job of jobs) {
      const hold = this.#held.get(job)
      if (kept?.has(job)) hold?.trust(askedAtMs)
      else if (kept || hold?.isStale()) hold?.lose()
    }
  }

  async #sweep(): Promise<void> {
    const overdueMs = Date.now() - OVERDUE_MS
    const lost = (await this.#parts.unfinished()).filter(({ dueAtMs }) => dueAtMs < overdueMs)
    if (lost.length > 0) await this.#parts.jobs.replace(lost.map(({ id }) => id))
  }

  async #carryOn(job: Job, hold: Hold): Promise<void> {
    const { signal } = this.#stop
    const lease = { signal: AbortSignal.any([signal, hold.signal]), check: () => hold.check() }
    try {
      while (!lease.signal.aborted) {
        const dueAtMs = await this.#runOnce(job, lease)
        if (dueAtMs === undefined) break
        const pauseMs = Math.max(0, dueAtMs - Date.now())
        await wait(pauseMs, undefined, { signal: lease.signal }).catch(() => undefined)
      }
      await (lease.signal.aborted ? this.#parts.jobs.giveBack(job) : this.#parts.jobs.finish(job))
    } catch (error) {
      // It falls silent, and another one takes it up.
      this.#parts.onError(error, `let go of operation ${job.operationId}`)
    } finally {
      this.#held.delete(job)
    }
    // There is room again.
    if (this.#held.size === MOST_AT_ONCE - 1) this.#look.resolve()
  }

  async #runOnce(job: Job, lease: Lease): Promise<number | undefined> {
    try {
      return await this.#parts.run(job.operationId, lease)
    } catch (error) {
      if (!lease.signal.aborted) this.#parts.onError(error, `carry on operation ${job.operationId}`)
      return Date.now() + TRY_AGAIN_MS
    }
  }

  /** Stops taking steps; waits for those that are being taken, and lets others have the rest at once. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#loops)
    await Promise.all([...this.#held.values()].map(({ over }) => over))
  }
}

/** One job in hand. Times are of a clock that nobody sets. */
class Hold {
  readonly #lost = new AbortController()
  #heardAtMs: number
  over: Promise<void> = Promise.resolve()

  constructor(heardAtMs: number) {
    this.#heardAtMs = heardAtMs
  }

  get signal(): AbortSignal {
    return this.#lost.signal
  }

  trust(heardAtMs: number): void {
    this.#heardAtMs = heardAtMs
  }

  isStale(): boolean {
    return performance.now() - this.#heardAtMs > TRUSTED_MS
  }

  lose(): void {
    this.#lost.abort(new Error('another process may have the operation by now'))
  }

  /** @throws when another process may have the job by now */
  check(): void {
    if (this.isStale()) this.lose()
    this.#lost.signal.throwIfAborted()
  }
}
