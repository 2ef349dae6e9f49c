/** Lets many through at a time, or one alone. Who wants to be alone goes before those who come later. */
export class Gate {
  #inside = 0
  /** Settled when those who are or want to be alone are through; undefined when there are none. */
  #closed: Promise<void> | undefined
  #onEmpty: (() => void) | undefined

  async among<T>(work: () => Promise<T>): Promise<T> {
    while (this.#closed) await this.#closed
    this.#inside += 1
    try {
      return await work()
    } finally {
      this.#inside -= 1
      if (this.#inside === 0) this.#onEmpty?.()
    }
  }

  async alone<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#closed
    const turn = Promise.withResolvers<void>()
    this.#closed = turn.promise
    try {
      if (before) await before
      else if (this.#inside > 0) await new Promise<void>((resolve) => (this.#onEmpty = resolve))
      this.#onEmpty = undefined
      return await work()
    } finally {
      if (this.#closed === turn.promise) this.#closed = undefined
      turn.resolve()
    }
  }
}
