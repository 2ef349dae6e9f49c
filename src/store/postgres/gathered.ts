import { setTimeout as wait } from 'node:timers/promises'

/** Gathers what is to be done for a moment, and does it together. */
export class Gathered<Item> {
  readonly #waitMs: number
  readonly #work: (items: readonly Item[]) => Promise<void>
  #items: Item[] = []
  #next: Promise<void> | undefined

  constructor(waitMs: number, work: (items: readonly Item[]) => Promise<void>) {
    this.#waitMs = waitMs
    this.#work = work
  }

  /** Resolves when it is done; rejects, like everything that was gathered with it, when it failed. */
  add(item: Item): Promise<void> {
    this.#items.push(item)
    return (this.#next ??= this.#doNext())
  }

  async #doNext(): Promise<void> {
    await wait(this.#waitMs)
    const items = this.#items
    this.#items = []
    this.#next = undefined
    await this.#work(items)
  }
}
