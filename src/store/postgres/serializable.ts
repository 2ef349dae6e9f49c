import { setTimeout as wait } from 'node:timers/promises'

import { ConflictError } from '../../core/database.ts'
import type { RunTransaction } from '../sql/sql-stores.ts'
import { isConflict, isUniqueViolation } from './engine-errors.ts'
import { Gate } from './gate.ts'

const MOST_ATTEMPTS = 12
/** So often it is tried beside others of this process, then without them: a crowd must not fail on itself. */
const ATTEMPTS_AMONG_OTHERS = 2
/** Mean of the first wait; each doubles it. */
const FIRST_WAIT_MS = 5
const LONGEST_WAIT_MS = 500
/** A row that a rival wrote meanwhile is found by the next attempt; what then still collides is no rival. */
const MOST_COLLISIONS = 2

/**
 * Runs the transactions of one database as if each were alone, as the embedded engine does it: the engine takes back
 * one of two that would not have come to the same in a row, and that one is run again after a while that is drawn by
 * lot, so that rivals part. Which statements of the stores could meet which others thus need not be known.
 * The function it returns throws ConflictError when others were in the way every time.
 */
export function serializable(): RunTransaction {
  const gate = new Gate()
  return async (db, work) => {
    const run = () => db.transaction().setIsolationLevel('serializable').execute(work)
    let collisions = 0
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await (attempt <= ATTEMPTS_AMONG_OTHERS ? gate.among(run) : gate.alone(run))
      } catch (error) {
        const isCollision = isUniqueViolation(error)
        if (isCollision) collisions += 1
        if (!isConflict(error) && (!isCollision || collisions > MOST_COLLISIONS)) throw error
        if (attempt === MOST_ATTEMPTS) {
          throw new ConflictError(`other transactions were in the way ${MOST_ATTEMPTS} times`, {
            cause: error,
          })
        }
        await wait(waitMs(attempt))
      }
    }
  }
}

function waitMs(attempt: number): number {
  return Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt)
}
