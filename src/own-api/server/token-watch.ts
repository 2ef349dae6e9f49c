import { setTimeout as pause } from 'node:timers/promises'

import { Problem } from './problem.ts'

/** Between two looks at the token of one who listens. */
const LOOK_MS = 1_000

/**
 * Ends what goes on for one caller when he has gone, or when his token is good no more: a stream that was opened with it
 * must not outlive it. The token is looked up, as for a call: whichever process took it away, or nobody, as it ran out.
 */
export class TokenWatch {
  readonly #gone: AbortSignal
  readonly #isGood: () => Promise<boolean>
  readonly #worthless = new AbortController()
  /** Aborts when the caller has gone, or his token is worthless. */
  readonly signal: AbortSignal

  constructor(gone: AbortSignal, isGood: () => Promise<boolean>) {
    this.#gone = gone
    this.#isGood = isGood
    this.signal = AbortSignal.any([gone, this.#worthless.signal])
  }

  /** Looks from now on, until the caller has gone. */
  async look(): Promise<void> {
    while (!this.signal.aborted) {
      // One who goes is not waited for.
      await pause(LOOK_MS, undefined, { signal: this.#gone }).catch(() => undefined)
      // A database that does not answer says nothing about the token.
      const isGood = this.#gone.aborted || (await this.#isGood().catch(() => true))
      if (!isGood) this.#worthless.abort()
    }
  }
}

/**
 * Results until `over`, also of what does not look at it.
 * @throws Problem where more would come: who has a part of something must not take it for the whole
 */
export async function* resultsUntil<T>(
  results: AsyncIterator<T, unknown>,
  over: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  try {
    for (let each = await results.next(); !each.done; each = await results.next()) {
      if (over.aborted) throw new Problem(401, 'the bearer token is good no more')
      yield each.value
    }
  } finally {
    await results.return?.()
  }
}
