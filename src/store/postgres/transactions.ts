import { setTimeout as wait } from 'node:timers/promises'

import type { Kysely } from 'kysely'

import { ConflictError } from '../../core/database.ts'
import { KeyedQueue } from '../../core/keyed-queue.ts'
import { type Turn, turnNumbers, type TurnStore } from '../../core/turn-store.ts'
import { prepared } from '../sql/prepared.ts'
import type { Schema } from '../sql/schema.ts'
import type { RunTransaction, SqlEngine } from '../sql/sql-stores.ts'
import { isConflict, isUniqueViolation } from './engine-errors.ts'

const MOST_ATTEMPTS = 12
/** Mean of the first wait; each doubles it. */
const FIRST_WAIT_MS = 5
const LONGEST_WAIT_MS = 500
/** A row that a rival wrote meanwhile is found by the next attempt; what then still collides is no rival. */
const MOST_COLLISIONS = 2

/** What PostgreSQL does in its own way. `announce` is told of operations, in the transaction that begins them. */
export function postgresEngine(announce?: SqlEngine['announce']): SqlEngine {
  return {
    ...{ run: transactions(), announce },
    snapshot: (db, work) =>
      untilDone(() =>
        db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work),
      ),
    turns: (db) => new PostgresTurns(db),
  }
}

/**
 * Runs the transactions of one database: each statement sees what is committed by then, and who wants to rely on what
 * he reads takes his turn first, see {@link PostgresTurns}. What stands in line here for the same turn holds
 * no connection. One that the engine takes back, or that met a rival's row, is run again after a while drawn by lot.
 * The function it returns throws ConflictError when others were in the way every time.
 */
function transactions(): RunTransaction {
  const queue = new KeyedQueue()
  return (db, work, turn) => {
    const run = () => untilDone(() => db.transaction().setIsolationLevel('read committed').execute(work))
    if (turn === undefined) return run()
    const keys = turnNumbers(turn).map((number) => `${number} ${turn.account}`)
    return queue.run(keys, run)
  }
}

async function untilDone<T>(run: () => Promise<T>): Promise<T> {
  let collisions = 0
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run()
    } catch (error) {
      const isCollision = isUniqueViolation(error)
      if (isCollision) collisions += 1
      if (!isConflict(error) && (!isCollision || collisions > MOST_COLLISIONS)) throw error
      if (attempt === MOST_ATTEMPTS) {
        throw new ConflictError(`other transactions were in the way ${MOST_ATTEMPTS} times`, { cause: error })
      }
      await wait(waitMs(attempt))
    }
  }
}

function waitMs(attempt: number): number {
  return Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt)
}

const lockTurns = prepared<{ account: string; numbers: readonly number[] }, { number: number }>((db, arg) =>
  db
    .selectFrom('turns')
    .select('number')
    .where('account_id', '=', arg('account'))
    .where('number', 'in', [...arg('numbers')])
    .orderBy('number')
    .forUpdate(),
)

/** A turn is the lock of a row. Those of one account are waited for in their order, and rows are never removed. */
class PostgresTurns implements TurnStore {
  readonly #db: Kysely<Schema>

  constructor(db: Kysely<Schema>) {
    this.#db = db
  }

  async take(turn: Turn): Promise<void> {
    const numbers = turnNumbers(turn)
    while ((await this.#lock(turn.account, numbers)) < numbers.length) {
      const rows = numbers.map((number) => ({ account_id: turn.account, number }))
      const insert = this.#db.insertInto('turns').values(rows)
      await insert.onConflict((conflict) => conflict.doNothing()).execute()
    }
  }

  async #lock(account: string, numbers: readonly number[]): Promise<number> {
    return (await lockTurns.run(this.#db, { account, numbers })).rows.length
  }
}
