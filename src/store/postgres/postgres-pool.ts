import { Socket } from 'node:net'

import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import type { Pool, PoolClient, QueryResult } from 'pg'

import { DatabaseError } from '../../core/database.ts'
import { storable } from '../sql/storable.ts'
import { ReadyStatements, StatementNotReadyError } from './ready-statements.ts'

/** What pg says when a query got no answer in time; the connection still waits for it. */
const READ_TIMEOUT = 'Query read timeout'

const READ_ONLY_TRANSACTION = '25006'

/** So long a server that is told good-bye may take to go too. */
const LONGEST_GOODBYE_MS = 5_000

/** What a connection goes over; one whose other end is silent would keep the process from ending. */
export function createSocket(): Socket {
  const socket = new Socket()
  socket.once('finish', () => socket.setTimeout(LONGEST_GOODBYE_MS, () => socket.destroy()))
  return socket
}

/**
 * A pool of `pg` as Kysely wants it, with what the stores rely on. With `keepsReady` its connections prepare what they are asked
 * often: for statements that find their rows by the same index whatever the tables hold.
 */
export function adaptPool(pool: Pool, { keepsReady }: { readonly keepsReady: boolean }): PostgresPool {
  // One that breaks between two statements says so here; where nobody listens, the process ends. The pool listens only
  // while it has it. The next statement fails, and the pool takes no broken one back.
  pool.on('connect', (connection) => connection.on('error', () => undefined))
  // Kysely knows a connection again by its client.
  const clients = new WeakMap<PoolClient, Client>()
  const ready = keepsReady ? new ReadyStatements() : undefined
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const connection = await pool.connect().catch(rethrow)
      let client = clients.get(connection)
      if (!client) clients.set(connection, (client = new Client(connection, ready)))
      return client
    },
  }
}

class Client implements PostgresPoolClient {
  readonly #connection: PoolClient
  readonly #ready: ReadyStatements | undefined
  #isStuck = false

  constructor(connection: PoolClient, ready: ReadyStatements | undefined) {
    this.#connection = connection
    this.#ready = ready
  }

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  query<R>(
    asked: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    // The stores do not stream.
    if (typeof asked !== 'string') throw new Error('no cursors here')
    return this.#run(asked, parameters)
  }

  async #run<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    // What ends a transaction would wait behind the statement that is not answered.
    if (this.#isStuck) throw new DatabaseError('this connection is given up')
    try {
      const result = await this.#ask(sql, parameters.map(storable))
      // The same object under another library's name: Kysely describes what pg gives.
      return result as unknown as PostgresQueryResult<R>
    } catch (error) {
      if (error instanceof Error && (error.message === READ_TIMEOUT || isReadOnly(error)))
        this.#isStuck = true
      return rethrow(error)
    }
  }

  async #ask(sql: string, values: unknown[]): Promise<QueryResult> {
    const name = this.#ready?.nameOf(sql, values)
    if (!this.#ready || name === undefined) return this.#connection.query(sql, values)
    try {
      return await this.#connection.query({ name, text: sql, values })
    } catch (error) {
      if (!this.#ready.isToBlame(error)) throw error
      // Alone it did nothing; in a transaction nothing else is answered any more.
      if (this.#connection.getTransactionStatus() === 'I') return this.#connection.query(sql, values)
      throw new StatementNotReadyError('a statement was prepared for other tables', { cause: error })
    }
  }

  release(isBroken?: boolean): void {
    this.#connection.release(isBroken === true || this.#isStuck)
  }
}

/** Under the name that the core knows; who is to run the transaction again is told by the error itself. */
function rethrow(error: unknown): never {
  throw error instanceof StatementNotReadyError ? error : new DatabaseError(error)
}

/** The server follows another one by now: whoever leads is found by connecting anew. */
function isReadOnly(error: Error): boolean {
  return 'code' in error && error.code === READ_ONLY_TRANSACTION
}
