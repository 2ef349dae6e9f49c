import { StatementNotReadyError } from './ready-statements.ts'

/** What an engine says by a code of the SQL standard; undefined for errors that are not an engine's. */
function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

const SERIALIZATION_FAILURE = '40001'
const DEADLOCK = '40P01'
const UNIQUE_VIOLATION = '23505'
const DUPLICATE_OBJECT = '42710'
const DUPLICATE_TABLE = '42P07'

/** The engine took the transaction back, mostly as another one was in the way: run again, it finds what that one left. */
export function isConflict(error: unknown): boolean {
  if (error instanceof StatementNotReadyError) return true
  const state = sqlState(error)
  return state === SERIALIZATION_FAILURE || state === DEADLOCK
}

export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === UNIQUE_VIOLATION
}

/**
 * Somebody else made the same row or table a moment ago: look again. `if not exists` does not wait for him either. It
 * fails in three ways, by how far he has come: the table is there, only its row type is, or neither is committed yet.
 */
export function isMadeMeanwhile(error: unknown): boolean {
  const state = sqlState(error)
  return state === UNIQUE_VIOLATION || state === DUPLICATE_TABLE || state === DUPLICATE_OBJECT
}
