import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { Client } from 'pg'
import { PgBoss } from 'pg-boss'

import { noPostgres, type PostgresServer, startPostgres } from '../postgres-server.ts'

/** Data that one server after another works on. */
export interface Data extends AsyncDisposable {
  /** What the server is started with. */
  readonly flags: Readonly<Record<string, string>>
  /**
   * Lets the time pass that the living give the dead, while no server runs: a call that died holds its client token
   * for a minute, a worker its job for ten seconds.
   */
  outwait(): Promise<void>
}

/** Where data lies. */
export interface Engine extends AsyncDisposable {
  readonly name: EngineName
  /** New data, without tables or like `template`, which no server may have open. */
  make(template?: Data): Promise<Data>
}

export type EngineName = 'SQLite' | 'PostgreSQL'

export const ENGINES: readonly {
  readonly name: EngineName
  /** Why it cannot run here. */
  readonly missing: string | undefined
  open(this: void): Promise<Engine>
}[] = [
  { name: 'SQLite', missing: undefined, open: async () => openFiles() },
  { name: 'PostgreSQL', missing: noPostgres, open: async () => openServer(await startPostgres()) },
]

const END_OF_LEASES = 'update client_tokens set expires_at_ms = 0 where answer is null'

function openFiles(): Engine {
  const root = mkdtempSync(join(tmpdir(), 'keyplane-crash-'))
  return {
    name: 'SQLite',
    async make(template) {
      const data = mkdtempSync(join(root, 'data-'))
      if (template) cpSync(template.flags['data'] ?? '', data, { recursive: true })
      return {
        flags: { data },
        async outwait() {
          using file = new DatabaseSync(join(data, 'keyplane.db'))
          file.exec(END_OF_LEASES)
        },
        [Symbol.asyncDispose]: async () => rmSync(data, { recursive: true, force: true }),
      }
    },
    [Symbol.asyncDispose]: async () => rmSync(root, { recursive: true, force: true }),
  }
}

/** Of the jobs: see src/store/postgres/postgres-jobs.ts. */
const JOBS = { schema: 'keyplane_jobs', queue: 'operations' }

function openServer(server: PostgresServer): Engine {
  // One after the other: the server copies one database at a time anyway.
  let turn: Promise<unknown> = Promise.resolve()
  return {
    name: 'PostgreSQL',
    async make(template) {
      const made = turn.then(() => server.createDatabase(template?.flags['database-url']))
      turn = made.catch(() => undefined)
      const url = await made
      return {
        flags: { data: 'memory', 'database-url': url },
        outwait: () => outwaitAt(url),
        [Symbol.asyncDispose]: () => drop(server, url),
      }
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

async function outwaitAt(url: string): Promise<void> {
  const isSilent = await withClient(url, async (client) => {
    await client.query(END_OF_LEASES)
    const { rowCount } = await client.query(
      `update ${JOBS.schema}.job set heartbeat_on = heartbeat_on - interval '1 hour' where state = 'active'`,
    )
    return (rowCount ?? 0) > 0
  })
  if (!isSilent) return
  // Otherwise it is looked for the silent every five seconds.
  const boss = new PgBoss({
    connectionString: url,
    schema: JOBS.schema,
    supervise: false,
    schedule: false,
    max: 1,
  })
  await boss.start()
  await boss.supervise(JOBS.queue)
  await boss.stop({ graceful: false })
}

async function drop(server: PostgresServer, url: string): Promise<void> {
  const other = new URL(url)
  const name = other.pathname.slice(1)
  other.pathname = '/postgres'
  await withClient(other.href, (client) => client.query(`drop database ${name} with (force)`))
}

async function withClient<T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
