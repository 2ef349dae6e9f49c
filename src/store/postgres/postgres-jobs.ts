import { CompiledQuery, type Kysely, type PostgresPool } from 'kysely'
import type { PgBoss } from 'pg-boss'

import { type Job, type JobQueue, SILENCE_MS } from '../../core/operations/job-queue.ts'
import type { Schema } from '../sql/schema.ts'
import { Gathered } from './gathered.ts'
import { ANSWER_TIMEOUT_MS, openPool } from './postgres-database.ts'

const SCHEMA = 'keyplane_jobs'
const QUEUE = 'operations'
/** An operation has a deadline of its own; a job outlives it, undoing included. */
const LONGEST_JOB_SECONDS = 3_600
/** How often it is looked for jobs whose holder has fallen silent. */
const LOOK_FOR_SILENT_SECONDS = 5
const FINISHED_STAYS_SECONDS = 300
/** Falling silent is never the operation's fault. */
const MOST_TAKEOVERS = 2_147_483_647
/** Nobody waits for a job to be shown as finished: several are written together. */
const FINISHED_WAITS_MS = 50
/** Beside those of the stores. */
const CONNECTIONS = 4

export interface JobParts {
  readonly url: string
  onError(error: unknown): void
}

interface Payload {
  readonly operation: string
}

/**
 * The jobs of operations, by pg-boss: one queue in a schema of its own beside the tables, in which an operation has at
 * most one job that is not over. Why a library: adr/0011.
 */
export class PostgresJobs implements JobQueue, AsyncDisposable {
  readonly #boss: PgBoss
  readonly #pool: PostgresPool
  readonly #finished = new Gathered<Job>(FINISHED_WAITS_MS, async (jobs) => {
    await this.#boss.complete(QUEUE, jobs.map(attemptOf))
  })

  private constructor(boss: PgBoss, pool: PostgresPool) {
    this.#boss = boss
    this.#pool = pool
  }

  /** Makes its tables where they are missing; of several processes at the same time one does. */
  static async open(parts: JobParts): Promise<PostgresJobs> {
    // Only who uses it pays for loading it.
    const { PgBoss } = await import('pg-boss')
    const { url } = parts
    // Not pg-boss's own, which waits for a server that says nothing for as long as TCP does.
    const pool = await openPool(url, {
      ...{ application_name: 'keyplane jobs', max: CONNECTIONS, query_timeout: ANSWER_TIMEOUT_MS },
      onIdleError: (error) => parts.onError(error),
    })
    const boss = new PgBoss({
      ...{
        db: { executeSql: (text: string, values: unknown[] = []) => ask(pool, text, values) },
        schema: SCHEMA,
      },
      // Every process looks for the silent ones: workers may be started again and again, and live too short to do it.
      ...{ schedule: false, supervise: true },
      superviseIntervalSeconds: LOOK_FOR_SILENT_SECONDS,
      monitorIntervalSeconds: LOOK_FOR_SILENT_SECONDS,
      maintenanceIntervalSeconds: FINISHED_STAYS_SECONDS,
    })
    boss.on('error', (error) => parts.onError(error))
    const jobs = new PostgresJobs(boss, pool)
    try {
      await jobs.#open()
      return jobs
    } catch (error) {
      await jobs[Symbol.asyncDispose]()
      throw error
    }
  }

  async #open(): Promise<void> {
    await this.#boss.start()
    await this.#boss.createQueue(QUEUE, {
      policy: 'exclusive',
      heartbeatSeconds: SILENCE_MS / 1_000,
      expireInSeconds: LONGEST_JOB_SECONDS,
      retryLimit: MOST_TAKEOVERS,
      retryDelay: 0,
      deleteAfterSeconds: FINISHED_STAYS_SECONDS,
    })
  }

  /** Makes the job of an operation in the transaction that `db` is. */
  async send(db: Kysely<Schema>, operation: string): Promise<void> {
    const executeSql = async (text: string, values: readonly unknown[] = []) => ({
      rows: (await db.executeQuery(CompiledQuery.raw(text, [...values]))).rows,
    })
    await this.#boss.send(QUEUE, { operation }, { singletonKey: operation, db: { executeSql } })
  }

  async take(most: number): Promise<readonly Job[]> {
    const jobs = await this.#boss.fetch<Payload>(QUEUE, { batchSize: most })
    return jobs.map(({ id, retryCount, data }) => ({ id, retryCount, operationId: data.operation }))
  }

  async keep(jobs: readonly Job[]): Promise<ReadonlySet<Job>> {
    if ((await this.#touch(jobs)) === jobs.length) return new Set(jobs)
    // It says how many are not ours any more, not which.
    const kept = new Set<Job>()
    for (const job of jobs) {
      if ((await this.#touch([job])) === 1) kept.add(job)
    }
    return kept
  }

  /** How many of them are still ours. Source: pg-boss, Jobs API: `{ jobs, requested, affected }`, which its types leave out. */
  async #touch(jobs: readonly Job[]): Promise<number> {
    const response: object = await this.#boss.touch(QUEUE, jobs.map(attemptOf))
    if ('affected' in response && typeof response.affected === 'number') return response.affected
    throw new Error('pg-boss did not say how many jobs it touched')
  }

  finish(job: Job): Promise<void> {
    return this.#finished.add(job)
  }

  async giveBack(job: Job): Promise<void> {
    await this.#boss.fail(QUEUE, attemptOf(job))
  }

  async replace(operationIds: readonly string[]): Promise<void> {
    const jobs = operationIds.map((operation) => ({ data: { operation }, singletonKey: operation }))
    await this.#boss.insert(QUEUE, jobs)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#boss.stop({ graceful: false })
    await this.#pool.end()
  }
}

async function ask(pool: PostgresPool, sql: string, values: readonly unknown[]) {
  const client = await pool.connect()
  let isDone = false
  try {
    // Rows of any shape, as pg-boss knows them.
    const result = await client.query<Record<string, unknown>>(sql, values)
    isDone = true
    return result
  } finally {
    // What failed may have been one of several statements, and has left a transaction open.
    client.release(!isDone)
  }
}

function attemptOf({ id, retryCount }: Job) {
  return { id, retryCount }
}
