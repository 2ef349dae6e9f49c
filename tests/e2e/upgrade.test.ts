import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { migrations } from '../../src/store/migrations/index.ts'
import { migratePostgres } from '../../src/store/postgres/migrate-postgres.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../postgres-server.ts'
import { type ServerProcess, startServer } from '../server-process.ts'
import { CVM_SEED } from './clouds.ts'
import { bindNewKey } from './cvm-steps.ts'

const STOPPED = 'ins-stopped0'
const NEWEST = migrations.at(-1)?.number ?? 0

/** What a later version may bring: a column that may be empty, one with a default, an index, a table. */
const next = {
  number: NEWEST + 1,
  name: 'later',
  async up(db: Kysely<unknown>): Promise<void> {
    const { schema } = db
    await schema.alterTable('operations').addColumn('later_text', 'text').execute()
    await schema
      .alterTable('instances')
      .addColumn('later_number', 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
    await schema.createIndex('later_index').on('key_pairs').columns(['name']).execute()
    await schema.createTable('later_table').addColumn('id', 'text').execute()
  },
}

describe.skipIf(noPostgres !== undefined)('an upgrade without downtime', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-upgrade-'))
  const running: ServerProcess[] = []
  let postgres: PostgresServer
  beforeAll(async () => {
    writeFileSync(join(folder, 'seed.yaml'), CVM_SEED)
    postgres = await startPostgres()
  }, 120_000)
  afterAll(async () => {
    for (const server of running) await server.stop('SIGKILL')
    await postgres[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  function start(url: string, role: string): Promise<ServerProcess> {
    const place = ['--data', join(folder, 'data'), '--seed', join(folder, 'seed.yaml'), '--role', role]
    const ports = ['--listen', '127.0.0.1:0', '--ssh-listen', 'off']
    return startServer([...place, ...ports, '--database-url', url, '--transition-ms', '20'])
  }

  it('lets processes of the older version go on, and start no more', async () => {
    const url = await postgres.createDatabase()
    const api = await start(url, 'api')
    running.push(api)
    const worker = await start(url, 'worker')
    running.push(worker)
    await migratePostgres(url, [...migrations, next], Date.now())
    // A pair made, bound, brought to the machine: by both, with the tables of a version they do not know.
    expect(await bindNewKey(api, STOPPED)).toContain('PRIVATE KEY')
    for (const { api: address } of [api, worker]) expect((await fetch(`${address}/readyz`)).status).toBe(200)
    expect(`${api.log()}${worker.log()}`).toBe('')
    const refusal = `ended with 2 before it was ready: keyplane: the database at .* cannot be used: the database is of a newer version \\(${NEWEST + 1}\\) than this program knows \\(${NEWEST}\\)`
    for (const role of ['api', 'worker']) await expect(start(url, role)).rejects.toThrow(new RegExp(refusal))
  })
})
