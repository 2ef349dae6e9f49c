import type { Clock } from '../clock.ts'

/** `off`: nothing is refused. `documented`: what each cloud says. A number: so many per second, everywhere. */
export type RateSetting = 'off' | 'documented' | number

/** What was one too many. */
export interface Excess {
  /** In the last second, this one included. */
  readonly count: number
  /** Per second. */
  readonly limit: number
  /** Milliseconds until one passes again; at least 1. */
  readonly retryAfterMs: number
}

const WINDOW_MS = 1_000

/** When each of the latest passed, milliseconds since the epoch, oldest first. */
type Passed = number[]

/**
 * Counts what happens in any second, not in seconds of the wall clock, so that a limit holds whenever one starts to
 * look. What was refused is not counted: a caller who keeps asking is let through again after a second at most.
 *
 * In memory, and bounded without a timer: subjects are kept in two generations, and the older one is dropped when the
 * younger one is a second old, when nothing in it counts any more. What remains is what passed in the last two seconds.
 */
export class Rates {
  readonly #clock: Clock
  readonly #setting: RateSetting
  #young = new Map<string, Passed>()
  #old = new Map<string, Passed>()
  #bornAtMs = 0

  constructor(clock: Clock, setting: RateSetting) {
    this.#clock = clock
    this.#setting = setting
  }

  /**
   * Counts one for `subject` and lets it pass, or tells why not; then nothing is counted. `perSecond` is the documented
   * limit, at least 1.
   */
  take(subject: string, perSecond: number): Excess | undefined {
    if (this.#setting === 'off') return undefined
    const limit = this.#setting === 'documented' ? perSecond : this.#setting
    const nowMs = this.#clock.now()
    this.#age(nowMs)
    const passed = this.#passedOf(subject)
    let [oldest] = passed
    while (oldest !== undefined && oldest <= nowMs - WINDOW_MS) {
      passed.shift()
      oldest = passed[0]
    }
    if (oldest !== undefined && passed.length >= limit) {
      return { count: passed.length + 1, limit, retryAfterMs: oldest + WINDOW_MS - nowMs }
    }
    passed.push(nowMs)
    return undefined
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
