/** Time as everything in Keyplane sees it. Injected, so that tests and the stand-in can hold and move it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /**
   * The instant from which the age of something is counted that a caller dated himself. Absent: `now()`. Only a clock
   * that may be held differs: callers go on with their own.
   */
  nowFor?(givenMs: number): number
  /**
   * Calls `wake` once, when `now()` has reached `atMs` (at once, but never synchronously, if it already has).
   * It only wakes: what is due is decided from the rows. Disposing forgets the call.
   */
  wakeAt(atMs: number, wake: () => void): Disposable
}

/** The longest delay a Node timer takes; a later wake-up is reached in several hops. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** The clock of the machine. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    wakeAt(atMs, wake) {
      let timer: NodeJS.Timeout
      const arm = () => {
        const delayMs = Math.max(0, atMs - Date.now())
        timer = setTimeout(delayMs > LONGEST_TIMER_MS ? arm : wake, Math.min(delayMs, LONGEST_TIMER_MS))
        timer.unref()
      }
      arm()
      return { [Symbol.dispose]: () => clearTimeout(timer) }
    },
  }
}
