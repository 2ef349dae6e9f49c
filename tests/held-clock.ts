import type { Clock } from '../src/core/clock.ts'

/** A clock that stands still until it is moved. */
export interface HeldClock extends Clock {
  /** Moves time forward and wakes whoever is due, earliest first. */
  advance(byMs: number): void
}

export function heldClock(startMs = Date.UTC(2026, 10, 20)): HeldClock {
  let nowMs = startMs
  const waiting = new Set<{ atMs: number; wake: () => void }>()
  const wakeDue = () => {
    const due = [...waiting].filter(({ atMs }) => atMs <= nowMs).toSorted((a, b) => a.atMs - b.atMs)
    for (const entry of due) {
      waiting.delete(entry)
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
  }
}
