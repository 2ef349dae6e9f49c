import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

import { Kysely, type QueryResult, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely'

import { DatabaseError } from '../../core/database.ts'
import { useDirectEngine } from '../sql/prepared.ts'
import type { Schema } from '../sql/schema.ts'
import { storable } from '../sql/storable.ts'

/** Statements kept ready; the product has some dozens of them, lists of ids have one per length. */
const MOST_STATEMENTS = 1_000
const BUSY_TIMEOUT_MS = 1_000
const SQLITE_BUSY = 5
/** Pages of 4 KiB in the log before they are moved to the file; each move waits for the disk. */
const CHECKPOINT_PAGES = 4_000
/** All else may write, be it that it also answers rows. */
const READS = /^\s*select\b/i

/**
 * Opens the embedded database: a file in `directory`, or `memory`. One connection; Kysely hands it to one
 * transaction at a time. The file is locked for this process: a second one must not work on the same rows, and
 * without it every statement would take and release file locks. WAL with synchronous=NORMAL: a commit survives the
 * death of the process at once, and the loss of power from the next checkpoint on (see docs/adr/0001).
 * @throws DatabaseInUse when another process has the file
 */
export function openSqlite(directory: string): Kysely<Schema> {
  const isMemory = directory === 'memory'
  if (!isMemory) mkdirSync(directory, { recursive: true, mode: 0o700 })
  const file = isMemory ? ':memory:' : join(directory, 'keyplane.db')
  // Before SQLite makes it: whoever may look into the directory must not read hashes and sealed secrets.
  if (!isMemory) closeSync(openSync(file, 'a', 0o600))
  const statements = new Statements(connect(file))
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: statements }) })
  useDirectEngine(db, {
    run: (...query) => statements.runDirect(...query),
    writes: () => statements.writes(),
  })
  return db
}

/** The embedded database belongs to another process. */
export class DatabaseInUse extends Error {
  override readonly name = 'DatabaseInUse'
}

function connect(file: string): DatabaseSync {
  const connection = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
  try {
    connection.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
      PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    return connection
  } catch (error) {
    connection.close()
    if (!(error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY)) throw error
    throw new DatabaseInUse('a server uses it; stop it first', { cause: error })
  }
}

/** The ready statements of a connection, in the interface that Kysely expects of another library. */
class Statements implements SqliteDatabase {
  readonly #connection: DatabaseSync
  readonly #ready = new Map<string, SqliteStatement>()
  #writes = 0

  constructor(connection: DatabaseSync) {
    this.#connection = connection
  }

  /** How many statements there were that may have written; undefined while a transaction is open. */
  writes(): number | undefined {
    return this.#connection.isTransaction ? undefined : this.#writes
  }

  close(): void {
    this.#connection.close()
  }

  prepare(sql: string): SqliteStatement {
    const ready = this.#ready.get(sql)
    if (ready) return ready
    const writes = READS.test(sql) ? 0 : 1
    const beforeEach = () => void (this.#writes += writes)
    const statement = adaptStatement(
      told(() => this.#connection.prepare(sql)),
      beforeEach,
    )
    if (this.#ready.size >= MOST_STATEMENTS) {
      const [oldest] = this.#ready.keys()
      if (oldest !== undefined) this.#ready.delete(oldest)
    }
    this.#ready.set(sql, statement)
    return statement
  }

  /** A statement is synchronous: it can only meet a transaction that is open across an `await`. */
  runDirect<Row>(
    sql: string,
    parameters: readonly unknown[],
    isInTransaction: boolean,
  ): QueryResult<Row> | undefined {
    if (isInTransaction && !this.#connection.isTransaction)
      throw new DatabaseError('the database ended the transaction')
    if (this.#connection.isTransaction !== isInTransaction) return undefined
    const statement = this.prepare(sql)
    // What the query selects is what its type says: both come from the same builder.
    if (statement.reader) return { rows: statement.all(parameters) as Row[] }
    const { changes, lastInsertRowid } = statement.run(parameters)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }
}

function adaptStatement(statement: StatementSync, beforeEach: () => void): SqliteStatement {
  const run = <T>(work: () => T) => {
    beforeEach()
    return told(work)
  }
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => run(() => statement.all(...inputs(parameters))),
    run: (parameters) => run(() => statement.run(...inputs(parameters))),
    iterate: (parameters) => run(() => statement.iterate(...inputs(parameters))),
  }
}

/** Fails under the name that the core knows. */
function told<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new DatabaseError(error)
  }
}

/** The stores pass text, numbers and null only. */
function inputs(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map(storable) as SQLInputValue[]
}
