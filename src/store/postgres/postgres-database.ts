import {
  HandleEmptyInListsPlugin,
  Kysely,
  type LogConfig,
  PostgresDialect,
  type PostgresPool,
  replaceWithNoncontingentExpression,
} from 'kysely'
import type { PoolConfig } from 'pg'

import type { Schema } from '../sql/schema.ts'
import { adaptPool, createSocket } from './postgres-pool.ts'

/** Connections that one process holds at most; a transaction that finds none free waits for one. */
const MOST_CONNECTIONS = 16
/** Longest wait for a connection, new or free. */
export const CONNECT_TIMEOUT_MS = 10_000
/** Every statement of the stores finds its rows by an index; one that takes this long is stuck behind something. */
const STATEMENT_TIMEOUT_MS = 10_000
const LOCK_TIMEOUT_MS = 5_000
/** Between two statements of a transaction only memory is worked on. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 15_000
/** Longer than the server's own limit: what notices a server that says nothing at all. */
export const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 5_000

const INT8 = 20

/** What a pool does at the moment. */
export interface PoolUsage {
  readonly open: number
  readonly idle: number
  /** Asked for a connection, and there was none. */
  readonly waiting: number
}

export interface PostgresOptions {
  /** Statements may take as long as they need: building an index on many rows does. */
  readonly isPatient?: boolean
  readonly mostConnections?: number
  readonly log?: LogConfig
  /** Told of connections that break while nobody uses them; the pool replaces them by itself. */
  onIdleError?(error: Error): void
  /** Given what tells how the pool is used. */
  onPool?(usage: () => PoolUsage): void
}

/**
 * Opens a PostgreSQL, or what speaks its language, by a `postgres://` address. Nothing is connected yet. Whatever the
 * address itself sets (`application_name`, `sslmode`, `statement_timeout` …) wins over the limits here.
 * @throws when the address cannot be read
 */
export async function openPostgres(url: string, options: PostgresOptions = {}): Promise<Kysely<Schema>> {
  // Only who uses it pays for loading it.
  const { types } = await import('pg')
  const pool = await openPool(url, {
    application_name: 'keyplane',
    max: options.mostConnections ?? MOST_CONNECTIONS,
    ...(options.isPatient ? {} : LIMITS),
    // Of this pool only: times and versions are numbers, and far below where numbers lose digits.
    types: {
      getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
        if (oid === INT8) return Number
        // What parses a text; its types promise nothing.
        return types.getTypeParser(oid, format) as (text: string) => unknown
      },
    },
    onIdleError: (error) => options.onIdleError?.(error),
    keepsReady: true,
  })
  options.onPool?.(() => pool.usage())
  const dialect = new PostgresDialect({ pool })
  // `in ()` is no SQL; SQLite knows what is meant: none.
  const plugins = [new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })]
  return new Kysely<Schema>({ dialect, plugins, ...(options.log ? { log: options.log } : {}) })
}

/** A pool, and what it does. */
interface OpenPool extends PostgresPool {
  usage(): PoolUsage
}

/** Opens a pool that stands the faults of its server. Told of idle connections that break; they are replaced. */
export async function openPool(
  url: string,
  {
    onIdleError,
    keepsReady = false,
    ...config
  }: PoolConfig & { readonly onIdleError: (error: Error) => void; readonly keepsReady?: boolean },
): Promise<OpenPool> {
  const { Pool } = await import('pg')
  const pool = new Pool({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    stream: createSocket,
    ...config,
  })
  // Without a listener a connection that breaks would end the process.
  pool.on('error', onIdleError)
  const usage = () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount })
  return { ...adaptPool(pool, { keepsReady }), usage }
}

const LIMITS: PoolConfig = {
  statement_timeout: STATEMENT_TIMEOUT_MS,
  lock_timeout: LOCK_TIMEOUT_MS,
  idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
  query_timeout: ANSWER_TIMEOUT_MS,
}

/** Where an address leads, without its password: `host:port/database`. */
export async function placeOf(url: string): Promise<string> {
  const { Client } = await import('pg')
  const { host, port, database } = new Client({ connectionString: url })
  return `${host}:${port}/${database ?? ''}`
}
