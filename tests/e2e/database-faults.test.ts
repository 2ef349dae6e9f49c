import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'

import { openPostgres } from '../../src/store/postgres/postgres-database.ts'
import { askServer, crash, revive, startReplica, SURVIVES_CRASHES } from '../postgres-replica.ts'
import { noPostgres, startPostgres } from '../postgres-server.ts'
import { isReady } from './database-faults-client.ts'
import { openFaultCluster } from './database-faults-cluster.ts'
import { moveToSmallDisk, noSmallDisk } from './database-faults-disk.ts'
import { openLeaderAddress } from './database-faults-proxy.ts'

/** Only what hangs comes near it. */
const LONG_MS = 300_000
/** More of everything takes ten minutes: `KEYPLANE_TEST_FAULTS=long`. */
const IS_LONG = process.env['KEYPLANE_TEST_FAULTS'] === 'long'
const RESTARTS = IS_LONG ? 30 : 5
const CUTS = IS_LONG ? 60 : 6
/** A worker every second; for a minute in the long mode. */
const KILLS = IS_LONG
  ? { times: 61, everyMs: 1_000, takenOver: 1 }
  : // Over before a dead one is given up.
    { times: 8, everyMs: 1_000, takenOver: 0 }
/** Of clients whose server says nothing any more; what is waited for by default is not what is tested. */
const IMPATIENT = '?query_timeout=2000'

const CUT_ALL = `select pg_terminate_backend(pid) from pg_stat_activity
  where pid <> pg_backend_pid() and backend_type = 'client backend'`

/** Written ahead into files of 16 MB each. */
const WRITE_AHEAD = `select count(pg_logical_emit_message(false, 'test', repeat('x', 1000000)))
  from generate_series(1, 20)`

describe.skipIf(noPostgres !== undefined)('when the database fails under load', { timeout: LONG_MS }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-database-faults-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const start = () => startPostgres({ settings: SURVIVES_CRASHES })

  it('goes on after restarts and crashes of the server', async () => {
    expect.hasAssertions()
    await using postgres = await start()
    const url = await postgres.createDatabase()
    await using cluster = await openFaultCluster({ url, folder })
    for (let restarts = 0; restarts < RESTARTS; restarts += 1) {
      await cluster.load.goesOn()
      await (restarts % 2 === 0 ? crash(postgres) : postgres.stop())
      await cluster.untilReady(false)
      await cluster.expectRefused()
      await postgres.start()
      await cluster.untilReady(true)
    }
    await cluster.load.goesOn()
    await cluster.expectAllThere(url)
  })

  it('goes on when all connections are cut, again and again', async () => {
    expect.hasAssertions()
    await using postgres = await start()
    const url = await postgres.createDatabase()
    await using cluster = await openFaultCluster({ url, folder })
    for (let cuts = 0; cuts < CUTS; cuts += 1) {
      await cluster.load.goesOn(4)
      await askServer(postgres, CUT_ALL)
    }
    await cluster.load.goesOn()
    await cluster.untilReady(true)
    await cluster.expectAllThere(url)
  })

  it('refuses changes while the server is read-only, and goes on afterwards', async () => {
    expect.hasAssertions()
    await using postgres = await start()
    const url = await postgres.createDatabase()
    await using cluster = await openFaultCluster({ url, folder })
    for (let times = 0; times < 2; times += 1) {
      await cluster.load.goesOn()
      await askServer(postgres, 'alter system set default_transaction_read_only = on')
      await askServer(postgres, 'select pg_reload_conf()')
      await cluster.untilReady(false)
      await cluster.expectRefused()
      await askServer(postgres, 'alter system reset default_transaction_read_only')
      await askServer(postgres, 'select pg_reload_conf()')
      await cluster.untilReady(true)
    }
    await cluster.load.goesOn()
    await cluster.expectAllThere(url)
  })

  it.skipIf(noSmallDisk !== undefined)('goes on when a full disk has room again', async () => {
    expect.hasAssertions()
    await using postgres = await start()
    await using disk = await moveToSmallDisk(postgres)
    const url = await postgres.createDatabase()
    await using cluster = await openFaultCluster({ url, folder })
    const { load } = cluster
    await load.goesOn()
    const press = async () => {
      disk.fill()
      // It fails as all else does; the server may end itself over it.
      await askServer(postgres, WRITE_AHEAD).catch(() => undefined)
      return Promise.all(cluster.apis.map(isReady))
    }
    await expect.poll(press, { timeout: 60_000 }).toEqual([false, false])
    await cluster.expectRefused()
    disk.free()
    await revive(postgres)
    await cluster.untilReady(true)
    await load.goesOn()
    await cluster.expectAllThere(url)
  })

  it('finds the new leader when the first one dies, with all that was acknowledged', async () => {
    expect.hasAssertions()
    await using postgres = await start()
    const direct = await postgres.createDatabase()
    await using replica = await startReplica(postgres)
    await using leader = await openLeaderAddress(postgres)
    const url = leader.urlOf(direct)
    await using cluster = await openFaultCluster({ url, folder })
    await cluster.load.goesOn()
    // One that follows lets everybody in, and takes no changes.
    leader.leadTo(replica)
    leader.cut()
    await cluster.untilReady(false)
    await cluster.expectRefused()
    // Nobody cuts them off there: they have to leave by themselves.
    leader.leadTo(postgres)
    await cluster.untilReady(true)
    await cluster.load.goesOn()

    await crash(postgres, 'SIGKILL')
    await cluster.untilReady(false)
    leader.leadTo(replica)
    await cluster.expectRefused()
    await replica.promote()
    await cluster.untilReady(true)
    await cluster.load.goesOn()
    await cluster.expectAllThere(url)
  })

  it('leaves a server that says nothing any more', async () => {
    expect.hasAssertions()
    await using postgres = await start()
    await using leader = await openLeaderAddress(postgres)
    const url = leader.urlOf(await postgres.createDatabase()) + IMPATIENT
    await using cluster = await openFaultCluster({ url, folder })
    await cluster.load.goesOn()
    leader.silence()
    await cluster.untilReady(true)
    await cluster.load.goesOn()
    await cluster.expectAllThere(url)
    expect(await cluster.workers[0]?.stop()).toBe(0)
  })

  it('loses and doubles nothing when all workers are killed at once', { timeout: 2 * LONG_MS }, async () => {
    expect.hasAssertions()
    await using postgres = await start()
    const url = await postgres.createDatabase()
    await using cluster = await openFaultCluster({ url, folder, lanes: 6, bindLanes: 2 })
    await cluster.load.goesOn()
    for (const count of [2, 1, 2]) await cluster.replaceWorkers(count)
    await cluster.load.goesOn()
    await cluster.expectAllThere(url)
    expect(cluster.load.tally.failed).toBe(0)
    expect((await figuresOf(url)).takenOver).toBeGreaterThan(0)
  })

  it(
    'loses and doubles nothing when a worker is killed every second',
    { timeout: 2 * LONG_MS },
    async ({ annotate }) => {
      expect.hasAssertions()
      await using postgres = await start()
      const url = await postgres.createDatabase()
      const size = { lanes: 4, bindLanes: 8, workers: 6 }
      await using cluster = await openFaultCluster({ url, folder, ...size })
      const { load } = cluster
      await load.goesOn()
      const tookMs = await cluster.killWorkers(KILLS)
      expect(tookMs).toBeGreaterThanOrEqual((KILLS.times - 1) * KILLS.everyMs)
      // It goes on in the middle of it, though no worker lives for as long as a dead one is waited for.
      expect((await figuresOf(url)).takenOver).toBeGreaterThanOrEqual(KILLS.takenOver)
      await load.goesOn()
      await cluster.expectAllThere(url)
      expect(load.tally.failed).toBe(0)
      const { operations, takenOver } = await figuresOf(url)
      expect(takenOver).toBeGreaterThan(0)
      const binds = load.bindLanes.reduce((sum, lane) => sum + lane.binds, 0)
      const longestMs = Math.max(...load.bindLanes.map((lane) => lane.longestMs))
      await annotate(
        `${KILLS.times} workers killed in ${(tookMs / 1000).toFixed(1)} s; ${load.tally.acknowledged} changes ` +
          `acknowledged, ${operations} operations, ${binds} of them bindings; ${takenOver} jobs taken over; ` +
          `longest binding ${(longestMs / 1000).toFixed(1)} s`,
      )
    },
  )
})

/** How many operations there were, and how many jobs of them went to another worker. */
async function figuresOf(url: string): Promise<{ operations: number; takenOver: number }> {
  const db = await openPostgres(url)
  const count = async (rows: ReturnType<typeof sql<{ count: number }>>) =>
    (await rows.execute(db)).rows[0]?.count ?? 0
  try {
    return {
      operations: await count(sql`select count(*) from operations where kind <> 'held'`),
      takenOver: await count(sql`select count(*) from keyplane_jobs.job where retry_count > 0`),
    }
  } finally {
    await db.destroy()
  }
}
