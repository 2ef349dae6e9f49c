import type { Clock } from '../clock.ts'
import { type Excess, excessOf, forgetOld, limitOf, type Rates, type RateSetting } from './rates.ts'

/** What is older counts no longer. */
const WINDOW_MS = 1_000

/** When each of the latest passed, milliseconds since the epoch, oldest first. */
type Passed = number[]

/**
 * In the memory of one process, and bounded without a timer: subjects are kept in two generations, and the older one is
 * dropped when the younger one is a second old, when nothing in it counts any more. What remains is what passed in the
 * last two seconds.
 */
export class MemoryRates implements Rates {
  readonly #clock: Clock
  readonly #setting: RateSetting
  #young = new Map<string, Passed>()
  #old = new Map<string, Passed>()
  #bornAtMs = 0

  constructor(clock: Clock, setting: RateSetting) {
    this.#clock = clock
    this.#setting = setting
  }

  take(subject: string, perSecond: number): Excess | undefined {
    const limit = limitOf(this.#setting, perSecond)
    if (limit === undefined) return undefined
    const nowMs = this.#clock.now()
    this.#age(nowMs)
    const passed = this.#passedOf(subject)
    forgetOld(passed, nowMs)
    const excess = excessOf(passed, limit, nowMs)
    if (!excess) passed.push(nowMs)
    return excess
  }

  /** Nothing has passed. */
  clear(): void {
    this.#young.clear()
    this.#old.clear()
  }

  /** Subjects that are remembered. */
  get size(): number {
    return this.#young.size + this.#old.size
  }

  /** A clock that was set back starts anew: otherwise callers would be refused until it is where it was. */
  #age(nowMs: number): void {
    const ageMs = nowMs - this.#bornAtMs
    if (ageMs >= 0 && ageMs < WINDOW_MS) return
    this.#old = ageMs >= 0 && ageMs < 2 * WINDOW_MS ? this.#young : new Map<string, Passed>()
    this.#young = new Map()
    this.#bornAtMs = nowMs
  }

  #passedOf(subject: string): Passed {
    const young = this.#young.get(subject)
    if (young) return young
    const passed = this.#old.get(subject) ?? []
    this.#old.delete(subject)
    this.#young.set(subject, passed)
    return passed
  }
}
