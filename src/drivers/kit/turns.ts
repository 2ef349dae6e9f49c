/** Lets only so many run at once; the others wait in order. */
export class Turns {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(atOnce: number) {
    this.#free = atOnce
  }

  /** Runs `work` when it is its turn. While everything in `work` only waits (`pause`), others have the turn. */
  async run<Result>(work: (turn: Turn) => Promise<Result>): Promise<Result> {
    await this.#take()
    let pauses = 0
    let state: 'holding' | 'without' | 'waiting' | 'over' = 'holding'
    const pause = async (wait: Promise<void>) => {
      pauses += 1
      if (state === 'holding') {
        state = 'without'
        this.#give()
      }
      await wait
      pauses -= 1
      // Several parts of the work may pause at once: the last to wake takes the turn back, and only one does.
      if (pauses > 0 || state !== 'without') return
      state = 'waiting'
      await this.#take()
      if (hasEnded()) this.#give()
      else state = 'holding'
    }
    const hasEnded = () => state === 'over'
    try {
      return await work({ pause })
    } finally {
      if (state === 'holding') this.#give()
      state = 'over'
    }
  }

  async #take(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1
      return
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push(resolve)
    await promise
  }

  #give(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free += 1
    else next()
  }
}

export interface Turn {
  /** Waits without holding the turn; returns when the wait is over and it is this work's turn again. */
  pause(wait: Promise<void>): Promise<void>
}
