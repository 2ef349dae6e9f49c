import { setTimeout as wait } from 'node:timers/promises'

/** What became of one call, as far as its caller knows. */
export type Outcome<T = unknown> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly code: string }
  /** It was cut off, or answered with an internal error: it has happened, or not. */
  | { readonly kind: 'unknown' }

/** An answer before it is judged. */
export interface Answer<T> {
  readonly status: number
  /** Empty where the API does not tell one. */
  readonly requestId: string
  /** Why it was refused; undefined: it was not. */
  readonly code: string | undefined
  readonly value: T
}

/** A field of an answer; empty where it has none. */
export function textOf(field: unknown): string {
  return typeof field === 'string' ? field : ''
}

/** How calls ended, over all lanes of a site. */
export interface Tally {
  done: number
  refused: number
  unknown: number
  /** Of those done, the ones that change something. */
  changes: number
}

/** A database may still be at work for a process that was killed: its commit comes within this time, or not at all. */
const LAST_COMMIT_MS = 300
/** Nothing answers so late, whatever is killed. Seconds in which this process ran: it may be stopped for a while itself. */
const LONGEST_CALL_S = 90
const FAILED = 500

/** Book of every call of one account: what it was told, and what it was not. */
export class Ledger {
  /** By request id. */
  readonly answered = new Map<string, { readonly action: string; readonly isChange: boolean; code: string }>()
  /** How many calls of an action were not answered. */
  readonly cut = new Map<string, number>()
  readonly #tally: Tally
  readonly #complain: (flaw: string) => void

  constructor(tally: Tally, complain: (flaw: string) => void) {
    this.#tally = tally
    this.#complain = complain
  }

  /** Makes the call; `isChange`: it leaves an audit row in the commit of what it does. */
  async note<T>(
    { action, isChange }: { readonly action: string; readonly isChange: boolean },
    call: () => Promise<Answer<T>>,
  ): Promise<Outcome<T>> {
    const answer = await this.#answerOf(action, call)
    if (!answer || answer.status >= FAILED) {
      this.#tally.unknown += 1
      this.cut.set(action, (this.cut.get(action) ?? 0) + 1)
      await wait(LAST_COMMIT_MS)
      return { kind: 'unknown' }
    }
    const { requestId, code, value } = answer
    if (requestId !== '') this.answered.set(requestId, { action, isChange, code: code ?? '' })
    if (code !== undefined) {
      this.#tally.refused += 1
      return { kind: 'refused', code }
    }
    this.#tally.done += 1
    if (isChange) this.#tally.changes += 1
    return { kind: 'done', value }
  }

  async #answerOf<T>(action: string, call: () => Promise<Answer<T>>): Promise<Answer<T> | undefined> {
    const late = Promise.withResolvers<undefined>()
    let seconds = 0
    const timer = setInterval(() => {
      seconds += 1
      if (seconds < LONGEST_CALL_S) return
      this.#complain(`${action} was not answered within ${LONGEST_CALL_S} s`)
      late.resolve(undefined)
    }, 1_000)
    try {
      return await Promise.race([call(), late.promise])
    } catch {
      // The connection was cut, or what came back broke off in the middle.
      return undefined
    } finally {
      clearInterval(timer)
    }
  }
}
