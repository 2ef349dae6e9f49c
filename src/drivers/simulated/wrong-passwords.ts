import type { Clock } from '../../core/clock.ts'

/** So many wrong passwords of one source cost nothing; one is forgiven in each second. */
const FREE = 100
const FORGIVEN_EVERY_MS = 1_000
/** So much longer each further one makes the next try wait … */
const LONGER_MS = 20
/** … up to what every wrong password takes on most Linux hosts. Source: pam_faildelay and pam_unix, Linux-PAM. */
const LONGEST_MS = 2_000
/** More than that does not make it longer, so what is remembered is over after some minutes. */
const MOST = FREE + LONGEST_MS / LONGER_MS
/** Sources that are remembered; the one that was wrong longest ago is forgotten first. */
const MAX_SOURCES = 10_000

interface Failures {
  /** Not yet forgiven at `atMs`. */
  readonly count: number
  readonly atMs: number
}

/**
 * Which source was wrong how often, and how long it must wait before its next try: nothing at first, then longer with each
 * wrong password, until guessing is as slow as forgiving, one a second. A right password changes nothing, so a guesser gains
 * nothing by one of his own. Source: PerSourcePenalties, sshd_config(5).
 */
export class WrongPasswords {
  readonly #clock: Clock
  readonly #maxSources: number
  readonly #sources = new Map<string, Failures>()

  constructor(clock: Clock, maxSources = MAX_SOURCES) {
    this.#clock = clock
    this.#maxSources = maxSources
  }

  /** Sources that are remembered. */
  get size(): number {
    return this.#sources.size
  }

  add(source: string): void {
    const nowMs = this.#clock.now()
    const count = Math.min(MOST, this.#openCount(source, nowMs) + 1)
    this.#sources.delete(source)
    this.#sources.set(source, { count, atMs: nowMs })
    for (const [oldest] of this.#sources) {
      if (this.#sources.size <= this.#maxSources && this.#openCount(oldest, nowMs) > 0) break
      this.#sources.delete(oldest)
    }
  }

  /** When the source may try again: milliseconds since the epoch, in the past where it need not wait. */
  mayTryAtMs(source: string): number {
    const failures = this.#sources.get(source)
    if (!failures || failures.count <= FREE) return 0
    return failures.atMs + (failures.count - FREE) * LONGER_MS
  }

  #openCount(source: string, nowMs: number): number {
    const { count, atMs } = this.#sources.get(source) ?? { count: 0, atMs: nowMs }
    // A clock that was set back forgives nothing.
    return Math.max(0, count - Math.max(0, nowMs - atMs) / FORGIVEN_EVERY_MS)
  }
}
