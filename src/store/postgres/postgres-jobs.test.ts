import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { noPostgres, type PostgresServer, startPostgres } from '../../../tests/postgres-server.ts'
import { openPostgres } from './postgres-database.ts'
import { PostgresJobs } from './postgres-jobs.ts'

describe.skipIf(noPostgres !== undefined)('the jobs of operations', () => {
  let server: PostgresServer
  beforeAll(async () => void (server = await startPostgres()), 120_000)
  afterAll(() => server[Symbol.asyncDispose]())

  it('leave a server that takes no changes any more: another one may lead', async () => {
    const url = await server.createDatabase()
    const db = await openPostgres(url)
    await using jobs = await PostgresJobs.open({ url, onError: () => undefined })
    const backends = async () => {
      const found = sql<{
        pid: number
      }>`select pid from pg_stat_activity where application_name = 'keyplane jobs'`
      return (await found.execute(db)).rows.map(({ pid }) => pid)
    }
    const before = await backends()
    expect(before.length).toBeGreaterThan(0)
    await sql`alter system set default_transaction_read_only = on`.execute(db)
    await sql`select pg_reload_conf()`.execute(db)
    const outcome = () =>
      jobs.take(1).then(
        () => 'taken',
        (error: unknown) => error,
      )
    await expect.poll(outcome).toMatchObject({ code: '25006' })
    // Each that is refused leaves.
    const stays = async () => {
      await outcome()
      return (await backends()).some((pid) => before.includes(pid))
    }
    await expect.poll(stays).toBe(false)
    await sql`alter system reset default_transaction_read_only`.execute(db)
    await sql`select pg_reload_conf()`.execute(db)
    await expect.poll(outcome).toBe('taken')
    await db.destroy()
  })
})
