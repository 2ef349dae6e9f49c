import type { Clock } from './clock.ts'
import { heldClock, type HeldClock } from './held-clock.ts'

interface Waiting {
  readonly atMs: number
  readonly wake: () => void
  timer: Disposable
}

/**
 * The clock of a stand-in: that of the machine until it is held, then one that only moves when it is told to. Whoever
 * waits is moved along, so that nobody waits by a clock that is not in force.
 */
export class WorldClock implements Clock {
  readonly #machine: Clock
  readonly #waiting = new Set<Waiting>()
  #held: HeldClock | undefined

  /** @param machine the clock in force while this one is not held */
  constructor(machine: Clock) {
    this.#machine = machine
  }

  get isHeld(): boolean {
    return this.#held !== undefined
  }

  now(): number {
    return (this.#held ?? this.#machine).now()
  }

  /**
   * Callers live outside the world, and their clocks go on: what they date by either clock is dated well.
   * @see Clock.nowFor
   */
  nowFor(givenMs: number): number {
    const nowMs = this.now()
    if (!this.#held) return nowMs
    const machineMs = this.#machine.now()
    return Math.abs(machineMs - givenMs) < Math.abs(nowMs - givenMs) ? machineMs : nowMs
  }

  wakeAt(atMs: number, wake: () => void): Disposable {
    const waiting: Waiting = { atMs, wake: () => void (this.#waiting.delete(waiting) && wake()), timer: NONE }
    this.#waiting.add(waiting)
    this.#arm(waiting)
    return {
      [Symbol.dispose]: () => {
        this.#waiting.delete(waiting)
        waiting.timer[Symbol.dispose]()
      },
    }
  }

  /** Time stands still, at this moment or at the instant given. */
  hold(atMs = this.now()): void {
    this.#held = heldClock(atMs)
    this.#rearm()
  }

  /** The clock of the machine is in force again. */
  release(): void {
    this.#held = undefined
    this.#rearm()
  }

  /**
   * Moves held time forward, from one who is due to the next; `settled` is awaited in between, so that what a
   * wake-up begins sees the time at which it was due.
   * @throws when the clock is not held
   */
  async advance(byMs: number, settled: () => Promise<void>): Promise<void> {
    const held = this.#held
    if (!held) throw new Error('the clock is not held')
    const endMs = held.now() + byMs
    for (;;) {
      await settled()
      const nextMs = held.nextWakeMs()
      if (this.#held !== held) return
      if (nextMs === undefined || nextMs > endMs) break
      held.advance(Math.max(0, nextMs - held.now()))
    }
    held.advance(Math.max(0, endMs - held.now()))
    await settled()
  }

  #rearm(): void {
    for (const waiting of this.#waiting) {
      waiting.timer[Symbol.dispose]()
      this.#arm(waiting)
    }
  }

  #arm(waiting: Waiting): void {
    waiting.timer = (this.#held ?? this.#machine).wakeAt(waiting.atMs, waiting.wake)
  }
}

const NONE: Disposable = { [Symbol.dispose]() {} }
