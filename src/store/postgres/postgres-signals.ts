import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'

import { CompiledQuery, type Kysely } from 'kysely'
import type { Client } from 'pg'

import type { Signals, Topic } from '../../core/signals.ts'
import type { Schema } from '../sql/schema.ts'
import { ANSWER_TIMEOUT_MS, CONNECT_TIMEOUT_MS } from './postgres-database.ts'
import { createSocket } from './postgres-pool.ts'

const CHANNEL = 'keyplane'
const CONNECT_AGAIN_MS = 1_000
/** What is not told by a server that went away without a word. */
const KEEP_ALIVE_MS = 10_000
/** Signals that wait to be sent; what comes when there are more is not: who missed it looks by himself. */
const MOST_WAITING = 1_000

export interface SignalParts {
  readonly url: string
  /** Signals are sent over its connections. */
  readonly db: Kysely<Schema>
  onError(error: unknown): void
}

type Listener = (subject: string | undefined) => void

interface Message {
  readonly topic: Topic
  readonly subject: string
}

/**
 * Signals by LISTEN and NOTIFY, over one connection that is kept and made anew when it breaks. An engine that has none
 * (CockroachDB) refuses them; then everybody looks by himself.
 */
export class PostgresSignals implements Signals, AsyncDisposable {
  readonly #parts: SignalParts
  readonly #own = randomUUID()
  readonly #listeners = new Map<Topic, Listener[]>()
  readonly #stop = new AbortController()
  readonly #waiting: Message[] = []
  #sending: Promise<void> | undefined
  #listening: Promise<void> | undefined

  constructor(parts: SignalParts) {
    this.#parts = parts
  }

  on(topic: Topic, listener: Listener): void {
    this.#listeners.set(topic, [...(this.#listeners.get(topic) ?? []), listener])
    this.#listening ??= this.#listen()
  }

  send(topic: Topic, subject: string): void {
    const isSaid = this.#waiting.some((one) => one.topic === topic && one.subject === subject)
    if (isSaid || this.#waiting.length >= MOST_WAITING || this.#stop.signal.aborted) return
    this.#waiting.push({ topic, subject })
    this.#sending ??= this.#sendAll()
  }

  async #sendAll(): Promise<void> {
    for (let message = this.#waiting.shift(); message; message = this.#waiting.shift()) {
      const payload = JSON.stringify({ ...message, from: this.#own })
      try {
        const notify = CompiledQuery.raw('select pg_notify($1, $2)', [CHANNEL, payload])
        await this.#parts.db.executeQuery(notify)
      } catch (error) {
        this.#parts.onError(error)
      }
    }
    this.#sending = undefined
  }

  async #listen(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      await this.#listenOnce().catch((error: unknown) => this.#parts.onError(error))
      await wait(CONNECT_AGAIN_MS, undefined, { signal }).catch(() => undefined)
    }
  }

  /** Until the connection ends. */
  async #listenOnce(): Promise<void> {
    const { Client } = await import('pg')
    const client = new Client({
      ...{ connectionString: this.#parts.url, application_name: 'keyplane signals' },
      ...{ keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE_MS },
      ...{ connectionTimeoutMillis: CONNECT_TIMEOUT_MS, query_timeout: ANSWER_TIMEOUT_MS },
      stream: createSocket,
    })
    const ended = Promise.withResolvers<void>()
    // Nobody waits for it yet when the connection breaks while it is made or `listen` is said, which then fails too.
    ended.promise.catch(() => undefined)
    const onAbort = () => ended.resolve()
    this.#stop.signal.addEventListener('abort', onAbort)
    client.on('end', () => ended.resolve())
    client.on('error', ended.reject)
    client.on('notification', ({ payload }) => this.#hear(payload ?? ''))
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}`)
      // What was said before has not been heard.
      for (const listener of [...this.#listeners.values()].flat()) listener(undefined)
      await ended.promise
    } finally {
      this.#stop.signal.removeEventListener('abort', onAbort)
      await close(client)
    }
  }

  #hear(payload: string): void {
    // Whoever may write to the database is one of us.
    const { from, topic, subject } = JSON.parse(payload) as Message & { from: string }
    if (from === this.#own) return
    for (const listener of this.#listeners.get(topic) ?? []) listener(subject)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#sending
    await this.#listening
  }
}

async function close(client: Client): Promise<void> {
  try {
    await client.end()
  } catch {
    // It is broken, which is why it is closed.
  }
}
