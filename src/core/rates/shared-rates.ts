import type { Clock } from '../clock.ts'
import { ConflictError, type Database, type Stores } from '../database.ts'
import { KeyedQueue } from '../keyed-queue.ts'
import { type Excess, excessOf, forgetOld, limitOf, type Rates, type RateSetting } from './rates.ts'

/** So many others may write the same row between our reading and our writing. */
const MOST_ATTEMPTS = 100
const SWEEP_EVERY_MS = 60_000
/** Idle for so long, also by the clock of a process that is behind. */
const IDLE_MS = 60_000

/**
 * In the database, for all its processes together; their clocks are taken to agree. One row per subject, changed by
 * compare-and-swap; what one process counts of one subject waits in a row here rather than colliding there.
 */
export class SharedRates implements Rates {
  readonly #database: Database
  readonly #clock: Clock
  readonly #setting: RateSetting
  readonly #queue = new KeyedQueue()
  #sweptAtMs = 0

  constructor(database: Database, clock: Clock, setting: RateSetting) {
    this.#database = database
    this.#clock = clock
    this.#setting = setting
  }

  /** @throws ConflictError when others were in the way every time */
  take(subject: string, perSecond: number, tx?: Stores): Excess | undefined | Promise<Excess | undefined> {
    const limit = limitOf(this.#setting, perSecond)
    if (limit === undefined) return undefined
    if (tx) return this.#count(tx, subject, limit)
    return this.#queue.run([subject], async () => {
      await this.#sweep()
      return this.#count(this.#database, subject, limit)
    })
  }

  async #count(stores: Stores, subject: string, limit: number): Promise<Excess | undefined> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const row = await stores.rates.find(subject)
      const nowMs = this.#clock.now()
      const passedMs = [...(row?.passedMs ?? [])]
      forgetOld(passedMs, nowMs)
      const excess = excessOf(passedMs, limit, nowMs)
      if (excess) return excess
      // Of a clock that was ahead may be something later in it: it stays in order.
      passedMs.push(Math.max(nowMs, passedMs.at(-1) ?? 0))
      if (await stores.rates.replace(subject, row, passedMs)) return undefined
    }
    throw new ConflictError(`others counted ${MOST_ATTEMPTS} times in between`)
  }

  async #sweep(): Promise<void> {
    const nowMs = this.#clock.now()
    if (nowMs - this.#sweptAtMs < SWEEP_EVERY_MS) return
    this.#sweptAtMs = nowMs
    await this.#database.rates.removeIdle(nowMs - IDLE_MS)
  }
}
