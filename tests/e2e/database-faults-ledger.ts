/** Whether what was acknowledged is what is there. */
import { sql } from 'kysely'
import { expect } from 'vitest'

import { openPostgres } from '../../src/store/postgres/postgres-database.ts'
import type { Lane, Load } from './database-faults-load.ts'

/** A job whose holder fell silent is taken over after ten seconds, which is looked for every five. */
const ALL_DONE_MS = 60_000

type Db = Awaited<ReturnType<typeof openPostgres>>

/** Nothing acknowledged is lost, nothing is done twice, nothing stays half or under way. */
export async function expectAllThere(url: string, load: Load): Promise<void> {
  const db = await openPostgres(url)
  try {
    await expect
      .poll(() => underWay(db), { timeout: ALL_DONE_MS })
      .toEqual({ operations: 0, instances: 0, jobs: 0 })
    const failed = await db.selectFrom('operations').selectAll().where('outcome', '=', 'failed').execute()
    expect(failed).toEqual([])
    for (const lane of load.lanes) await expectLane(db, lane)
    for (const { instance, binds } of load.bindLanes) {
      // Started with each binding, and once when it was made: neither lost nor doubled.
      const once = { boots: 1 + binds, accessVersion: 1 + binds, isRunning: true, isInForce: true }
      expect(await machineOf(db, instance)).toEqual(once)
    }
  } finally {
    await db.destroy()
  }
}

async function underWay(db: Db) {
  const count = async (query: ReturnType<typeof sql<{ count: number }>>) =>
    (await query.execute(db)).rows[0]?.count
  return {
    operations: await count(
      sql`select count(*) from operations where outcome = 'running' and kind <> 'held'`,
    ),
    instances: await count(sql`select count(*) from instances where current_operation_id is not null`),
    jobs: await count(sql`select count(*) from keyplane_jobs.job where state < 'completed'`),
  }
}

async function expectLane(db: Db, lane: Lane): Promise<void> {
  const { client, instance, pair, pairs, made, deleted } = lane
  await lane.repeatAll()
  await lane.makeHeld()
  expect((await client.pairs()).toSorted()).toEqual([...pairs].toSorted())
  const shown = await client.instances({ PageSize: '50' })
  const there = [...made.values()].filter((id) => !deleted.has(id))
  expect(shown.map(({ id }) => id).toSorted()).toEqual(there.toSorted())
  expect(shown.find(({ id }) => id === instance)).toEqual({ id: instance, status: 'Stopped', pair })
  const { boots, versions: accessVersion } = lane
  expect(await machineOf(db, instance)).toEqual({ boots, accessVersion, isRunning: false, isInForce: true })
}

async function machineOf(db: Db, instanceId: string) {
  const machines = db.selectFrom('machines').select('record').where('instance_id', '=', instanceId)
  const { record } = await machines.executeTakeFirstOrThrow()
  const instances = db.selectFrom('instances').select('applied_version').where('id', '=', instanceId)
  const { applied_version: applied } = await instances.executeTakeFirstOrThrow()
  // Written by the simulated driver.
  const { boots, isRunning, accessVersion } = JSON.parse(record) as {
    boots: number
    isRunning: boolean
    accessVersion: number
  }
  return { boots, accessVersion, isRunning, isInForce: accessVersion === applied }
}
