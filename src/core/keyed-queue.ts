/** Runs what has a key in common one after the other, in the order in which it came; all else beside it. */
export class KeyedQueue {
  readonly #last = new Map<string, Promise<unknown>>()

  /** `keys` are always given in the same order. */
  run<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const [key, ...others] = keys
    return key === undefined ? work() : this.#runOne(key, () => this.run(others, work))
  }

  async #runOne<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve()
    const mine = before.then(work, work)
    this.#last.set(key, mine)
    try {
      return await mine
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key)
    }
  }
}
