import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { noPostgres, type PostgresServer, startPostgres } from '../../../tests/postgres-server.ts'
import { openPostgres } from './postgres-database.ts'

describe.skipIf(noPostgres !== undefined)('a pool of connections', () => {
  let server: PostgresServer
  beforeAll(async () => void (server = await startPostgres()), 120_000)
  afterAll(() => server[Symbol.asyncDispose]())

  it('loses a transaction whose connection is cut between two statements, and nothing else', async () => {
    const url = await server.createDatabase()
    const db = await openPostgres(url)
    const other = await openPostgres(url)
    const backends = sql<{ pid: number }>`select pg_backend_pid() as pid`
    const broken = db.transaction().execute(async (tx) => {
      const pid = (await backends.execute(tx)).rows[0]?.pid ?? 0
      await sql`select pg_terminate_backend(${pid}, 5000)`.execute(other)
      // The pool notices by itself; a process that does not listen ends there.
      await expect.poll(() => sql`select 1`.execute(tx).then(() => 'answered', String)).not.toBe('answered')
      await backends.execute(tx)
    })
    await expect(broken).rejects.toThrow()
    expect((await sql`select 1`.execute(db)).rows).toHaveLength(1)
    await Promise.all([db.destroy(), other.destroy()])
  })
})
