import { setImmediate as nextTurn } from 'node:timers/promises'

import { Problem } from './problem.ts'

/** Items of one turn: a few milliseconds of work. */
const ITEMS = 16
/** What nginx writes down for a caller who has gone; nobody reads it. */
const GONE = 499

/**
 * Divides long work among turns of the event loop. The embedded database answers without letting others have theirs: a
 * loop over thousands of instances would keep everybody waiting until its end.
 */
export class Turns {
  readonly #gone: AbortSignal | undefined
  #turn: Promise<void> = Promise.resolve()
  #items = 0

  /** With `gone`, nothing is done any more for a caller who has gone. */
  constructor(gone?: AbortSignal) {
    this.#gone = gone
  }

  /** Waited for before an item or some, also by many at once. @throws Problem when the caller has gone */
  async take(items = 1): Promise<void> {
    this.#items += items
    if (this.#items >= ITEMS) {
      this.#items = 0
      // One after the other: items that are begun together are spread over as many turns as they need.
      this.#turn = this.#turn.then(() => nextTurn())
    }
    await this.#turn
    if (this.#gone?.aborted) throw new Problem(GONE, 'the caller has gone')
  }
}
