import type { Clock } from './clock.ts'

/** A clock that stands still until it is moved. */
export interface HeldClock extends Clock {
  /** Moves time forward and wakes whoever is due, earliest first. */
  advance(byMs: number): void
  /** When the next one is due to be woken; undefined where nobody waits. */
  nextWakeMs(): number | undefined
}

/** @param startMs milliseconds since the epoch */
export function heldClock(startMs = Date.UTC(2026, 10, 20)): HeldClock {
  let nowMs = startMs
  const waiting = new Set<{ atMs: number; wake: () => void }>()
  const wakeDue = () => {
    const due = [...waiting].filter(({ atMs }) => atMs <= nowMs).toSorted((a, b) => a.atMs - b.atMs)
    for (const entry of due) {
      // One that was woken before may have taken another back.
      if (!waiting.delete(entry)) continue
      entry.wake()
    }
  }
  return {
    now: () => nowMs,
    wakeAt(atMs, wake) {
      const entry = { atMs, wake }
      waiting.add(entry)
      if (atMs <= nowMs) setImmediate(wakeDue)
      return { [Symbol.dispose]: () => void waiting.delete(entry) }
    },
    advance(byMs) {
      nowMs += byMs
      wakeDue()
    },
    nextWakeMs() {
      let next: number | undefined
      for (const { atMs } of waiting) next = next === undefined ? atMs : Math.min(next, atMs)
      return next
    },
  }
}
