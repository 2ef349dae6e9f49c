import type { Clock } from './clock.ts'
import { ownText } from './own-text.ts'

export interface CacheLimits {
  /** An entry is loaded again after this time, so that a change by another process is seen. */
  readonly ageMs: number
  /** Beyond it the entry that was loaded first is dropped. */
  readonly size: number
}

/** Keeps what was loaded for a short while. */
export class AgedCache<Value> {
  readonly #clock: Clock
  readonly #limits: CacheLimits
  readonly #entries = new Map<string, { readonly value: Value; readonly atMs: number }>()
  #forgotten = 0

  constructor(clock: Clock, limits: CacheLimits) {
    this.#clock = clock
    this.#limits = limits
  }

  /** `load` is given the key as it is kept: a value that holds it holds nothing of what the caller cut it from. */
  async get(key: string, load: (key: string) => Promise<Value>): Promise<Value> {
    const nowMs = this.#clock.now()
    const kept = this.#entries.get(key)
    if (kept && Math.abs(nowMs - kept.atMs) < this.#limits.ageMs) return kept.value
    const forgotten = this.#forgotten
    const ownKey = ownText(key)
    const value = await load(ownKey)
    // It may have been read before the change that something was forgotten for.
    if (forgotten !== this.#forgotten) return value
    this.#entries.delete(ownKey)
    this.#entries.set(ownKey, { value, atMs: nowMs })
    if (this.#entries.size > this.#limits.size) {
      const [oldest] = this.#entries.keys()
      if (oldest !== undefined) this.#entries.delete(oldest)
    }
    return value
  }

  forgetAll(): void {
    this.#forgotten++
    this.#entries.clear()
  }

  /** What was changed here is loaded again at once. */
  forget(key: string): void {
    this.#forgotten++
    this.#entries.delete(key)
  }
}
