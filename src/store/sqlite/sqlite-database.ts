import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely'

import type { Schema } from '../sql/schema.ts'

/** Statements kept ready; the product has some dozens of them, lists of ids have one per length. */
const MOST_STATEMENTS = 1_000
const BUSY_TIMEOUT_MS = 5_000
/** Pages of 4 KiB in the log before they are moved to the file; each move waits for the disk. */
const CHECKPOINT_PAGES = 4_000

/**
 * Opens the embedded database: a file in `directory`, or `memory`. One connection; Kysely hands it to one
 * transaction at a time. WAL with synchronous=NORMAL: a commit survives the death of the process at once, and the
 * loss of power from the next checkpoint on (see docs/adr/0001).
 */
export function openSqlite(directory: string): Kysely<Schema> {
  const isMemory = directory === 'memory'
  if (!isMemory) mkdirSync(directory, { recursive: true, mode: 0o700 })
  const file = isMemory ? ':memory:' : join(directory, 'keyplane.db')
  const connection = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
  connection.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;
    PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
  return new Kysely<Schema>({ dialect: new SqliteDialect({ database: adapt(connection) }) })
}

/** Kysely expects the interface of another library; `node:sqlite` differs in how parameters are passed. */
function adapt(connection: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    close: () => connection.close(),
    prepare(sql) {
      const ready = statements.get(sql)
      if (ready) return ready
      const statement = adaptStatement(connection.prepare(sql))
      if (statements.size >= MOST_STATEMENTS) {
        const [oldest] = statements.keys()
        if (oldest !== undefined) statements.delete(oldest)
      }
      statements.set(sql, statement)
      return statement
    },
  }
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...inputs(parameters)),
    run: (parameters) => statement.run(...inputs(parameters)),
    iterate: (parameters) => statement.iterate(...inputs(parameters)),
  }
}

/** The stores pass text, numbers and null only. */
function inputs(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[]
}
