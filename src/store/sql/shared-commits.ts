import { setImmediate as endOfTurn } from 'node:timers/promises'

import { CompiledQuery, type Kysely, type Transaction } from 'kysely'

import { directEngineOf } from './prepared.ts'
import type { Schema } from './schema.ts'

/** Who reads meanwhile waits for all of them. */
const MOST_TOGETHER = 16

const SAVE = CompiledQuery.raw('savepoint shared')
const KEEP = CompiledQuery.raw('release shared')
const TAKE_BACK = CompiledQuery.raw('rollback to shared')

type Work<T> = (tx: Transaction<Schema>) => Promise<T>

interface Waiting {
  /** Resolves to what is to be told once everything is committed; rejects when the work failed. */
  readonly run: (tx: Transaction<Schema>) => Promise<() => void>
  readonly reject: (error: unknown) => void
}

/**
 * Transactions of an engine that runs one at a time. Those that are waiting when one is done join it and are committed with
 * it: a commit is the dearest statement of most changes. Each comes to the same as on its own: it begins when the one before
 * is done, is taken back alone when it fails, and nobody is told of anything, not even of a refusal, before the commit.
 */
export class SharedCommits {
  readonly #db: Kysely<Schema>
  readonly #waiting: Waiting[] = []
  #isRunning = false

  constructor(db: Kysely<Schema>) {
    this.#db = db
  }

  run<T>(work: Work<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const run = async (tx: Transaction<Schema>) => {
      const result = await work(tx)
      return () => resolve(result)
    }
    this.#waiting.push({ run, reject })
    if (!this.#isRunning) void this.#runAll()
    return promise
  }

  async #runAll(): Promise<void> {
    this.#isRunning = true
    while (this.#waiting.length > 0) {
      // A statement is synchronous: until then nobody else could have come.
      await endOfTurn()
      await this.#runSome()
    }
    this.#isRunning = false
  }

  async #runSome(): Promise<void> {
    const joined: Waiting[] = []
    try {
      const tell = await this.#db.transaction().execute((tx) => this.#join(tx, joined))
      for (const one of tell) one()
    } catch (error) {
      // Nothing is committed. Of one that was alone it is its own error.
      for (const { reject } of joined.length > 0 ? joined : this.#waiting.splice(0, 1)) reject(error)
    }
  }

  async #join(tx: Transaction<Schema>, joined: Waiting[]): Promise<readonly (() => void)[]> {
    const tell: (() => void)[] = []
    for (let one = this.#waiting.shift(); one; one = this.#waiting.shift()) {
      joined.push(one)
      tell.push(joined.length === 1 ? await one.run(tx) : await runInside(tx, one))
      if (joined.length === MOST_TOGETHER) break
    }
    return tell
  }
}

/** Runs one that others are before; when it fails, they are not taken back with it. */
async function runInside(tx: Transaction<Schema>, one: Waiting): Promise<() => void> {
  await control(tx, SAVE)
  let tell: () => void
  try {
    tell = await one.run(tx)
  } catch (error) {
    // Fails where the engine has ended the whole transaction: then it fails for all.
    await control(tx, TAKE_BACK)
    tell = () => one.reject(error)
  }
  await control(tx, KEEP)
  return tell
}

/** The engine runs it at once; Kysely would look for the connection first. */
async function control(tx: Transaction<Schema>, query: CompiledQuery): Promise<void> {
  if (directEngineOf(tx)?.run(query.sql, [], true) === undefined) await tx.executeQuery(query)
}
