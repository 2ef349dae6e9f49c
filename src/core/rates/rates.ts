import type { Stores } from '../database.ts'

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

/**
 * Counts what happens in any second, not in seconds of the wall clock, so that a limit holds whenever one starts to
 * look. What was refused is not counted: a caller who keeps asking is let through again after a second at most.
 */
export interface Rates {
  /**
   * Counts one for `subject` and lets it pass, or tells why not; then nothing is counted. `perSecond` is the documented
   * limit, at least 1. Inside a transaction `tx` is its stores: what is taken back there may be counted or not.
   */
  take(subject: string, perSecond: number, tx?: Stores): Excess | undefined | Promise<Excess | undefined>
}

const WINDOW_MS = 1_000

/** The limit in force; undefined when there is none. */
export function limitOf(setting: RateSetting, perSecond: number): number | undefined {
  if (setting === 'off') return undefined
  return setting === 'documented' ? perSecond : setting
}

/** Takes out of `passed`, milliseconds since the epoch, oldest first, what counts no longer. */
export function forgetOld(passed: number[], nowMs: number): void {
  let [oldest] = passed
  while (oldest !== undefined && oldest <= nowMs - WINDOW_MS) {
    passed.shift()
    oldest = passed[0]
  }
}

/** One too many, if so many passed in the last second. */
export function excessOf(passed: readonly number[], limit: number, nowMs: number): Excess | undefined {
  const [oldest] = passed
  if (oldest === undefined || passed.length < limit) return undefined
  // Of several processes one may have a clock that is ahead.
  const retryAfterMs = Math.min(WINDOW_MS, Math.max(1, oldest + WINDOW_MS - nowMs))
  return { count: passed.length + 1, limit, retryAfterMs }
}
