/** From so many uses on a statement is kept ready: most of the varied ones of lists and filters are asked once. */
const FIRST_USE = 4
/** Each connection of the server holds the plan of each. */
const MOST_READY = 120
const MOST_COUNTED = 1_000

const PLAN_IS_STALE = '0A000'
const NO_SUCH_STATEMENT = '26000'
const DUPLICATE_STATEMENT = '42P05'

/**
 * Names for the statements that the connections of a pool keep ready: their server parses and plans them once, which
 * costs it more than running most of them does. A statement without parameters gets none: a plan that is kept for it would
 * never be compared with one for the table as it is now.
 */
export class ReadyStatements {
  readonly #names = new Map<string, string>()
  readonly #uses = new Map<string, number>()
  #generation = 1
  #isOff = false

  /** Undefined: it is to be sent as it is. */
  nameOf(sql: string, parameters: readonly unknown[]): string | undefined {
    if (this.#isOff || parameters.length === 0) return undefined
    return this.#names.get(sql) ?? this.#count(sql)
  }

  #count(sql: string): string | undefined {
    if (this.#names.size >= MOST_READY) return undefined
    const uses = (this.#uses.get(sql) ?? 0) + 1
    if (uses < FIRST_USE) {
      if (this.#uses.size >= MOST_COUNTED) this.#uses.clear()
      this.#uses.set(sql, uses)
      return undefined
    }
    this.#uses.delete(sql)
    const name = `keyplane_${this.#generation}_${this.#names.size}`
    this.#names.set(sql, name)
    return name
  }

  /**
   * Whether a statement with a name failed for its name alone, and did nothing. Tables may have got columns by a newer
   * version of Keyplane: all are then prepared anew, under new names. A pooler may hand the statements of one connection to
   * several of the server's, which do not know the names: then there are none from now on.
   */
  isToBlame(error: unknown): boolean {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === PLAN_IS_STALE) {
      this.#generation += 1
      this.#names.clear()
      return true
    }
    if (code !== NO_SUCH_STATEMENT && code !== DUPLICATE_STATEMENT) return false
    this.#isOff = true
    return true
  }
}

/** A statement that was kept ready is so no more, and it took its transaction with it: run again, that one succeeds. */
export class StatementNotReadyError extends Error {
  override readonly name = 'StatementNotReadyError'
}
