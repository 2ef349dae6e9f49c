import { type Kysely, type LogEvent, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { findCountFlaws } from '../../../tests/count-flaws.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../../../tests/postgres-server.ts'
import { createTemplate } from '../../../tests/postgres-store.ts'
import { instanceOf } from '../../../tests/store-rows.ts'
import { describeKeptCounts, type OpenCounted } from '../kept-counts.contract.ts'
import { migrations } from '../migrations/index.ts'
import { aesSealer } from '../sealer.ts'
import type { Schema } from '../sql/schema.ts'
import { sqlDatabase, storesOn } from '../sql/sql-stores.ts'
import { migratePostgres } from './migrate-postgres.ts'
import { openPostgres } from './postgres-database.ts'
import { postgresEngine } from './transactions.ts'

const sealer = aesSealer(Buffer.alloc(32, 7))
const KEPT_COUNTS = 16
const OWNER = { account: '1', dialect: 'cloud', region: 'here' }
const FREE = { operationId: undefined }

describe.skipIf(noPostgres !== undefined)('PostgreSQL', () => {
  let server: PostgresServer
  let template: string
  beforeAll(async () => {
    server = await startPostgres()
    template = await createTemplate(server)
  }, 120_000)
  afterAll(() => server[Symbol.asyncDispose](), 120_000)

  const open = async () => openCounted(await server.createDatabase(template))

  describeKeptCounts('PostgreSQL', open)

  it('begins to keep counts with the rows that are there', async () => {
    const url = await server.createDatabase()
    await migratePostgres(url, migrations.slice(0, KEPT_COUNTS - 1), 0)
    await using counted = await openCounted(url)
    for (const id of ['a', 'b']) await counted.database.instances.insert(instanceOf({ ...OWNER, id }))
    await migratePostgres(url, migrations, 0)
    expect(await findCountFlaws(counted.world.db)).toEqual([])
    expect((await counted.database.tallies.read()).instances).toMatchObject([{ count: 2 }])
  })

  it('loses no count of many that write at once, and none of them waits or is run again', async () => {
    const url = await server.createDatabase(template)
    await using one = await openCounted(url)
    await using other = await openCounted(url)
    let runs = 0
    const places = Array.from({ length: 60 }, (_, place) => place)
    await one.database.instances.insert(instanceOf({ ...OWNER, id: 'first' }))
    // All hold what they wrote until each has written: whoever had to wait for another would wait for ever.
    const written = gate(16)
    const run = (place: number) => {
      const { database } = place % 2 === 0 ? one : other
      return database.transaction(async (tx) => {
        runs += 1
        const key = { ...OWNER, id: `i-${place}` }
        await tx.instances.insert({ ...instanceOf(key), state: place % 2 === 0 ? 'stopped' : 'running' })
        await tx.instances.update(key, FREE, { state: place % 2 === 0 ? 'running' : 'stopped' })
        if (place < 16) await written.pass()
        if (place % 5 === 0) await tx.instances.remove(key)
        if (place % 7 === 0) throw new Error('taken back')
      })
    }
    const ended = await Promise.allSettled(places.map(run))
    expect(ended.filter(({ status }) => status === 'rejected')).toHaveLength(9)
    expect(runs).toBe(places.length)
    expect(await findCountFlaws(one.world.db)).toEqual([])
    const { total } = await one.database.instances.list(OWNER, {
      region: 'here',
      page: { limit: 1, offset: 0 },
    })
    expect(total).toBe(1 + places.filter((place) => place % 5 !== 0 && place % 7 !== 0).length)
  })

  it('counts all that one transaction does, and not what it takes back', async () => {
    await using counted = await open()
    const { db } = counted.world
    const insert = (tx: Kysely<Schema>, id: string, region = 'here') =>
      storesOn(tx, sealer).instances.insert(instanceOf({ ...OWNER, region, id }))
    await db.transaction().execute(async (tx) => {
      for (let number = 0; number < 300; number += 1) await insert(tx, `i-${number}`)
      await sql`savepoint here`.execute(tx)
      for (const id of ['a', 'b', 'c']) await insert(tx, id)
      await insert(tx, 'd', 'there')
      await sql`rollback to here`.execute(tx)
      await insert(tx, 'e')
      await tx.deleteFrom('instances').where('id', '=', 'i-7').execute()
    })
    expect(await findCountFlaws(db)).toEqual([])
    expect(await partsOf(db)).toEqual([300])
    await db.transaction().execute(async (tx) => {
      await insert(tx, 'f')
      await sql`truncate instances`.execute(tx)
      await insert(tx, 'g')
      await insert(tx, 'h')
    })
    expect(await findCountFlaws(db)).toEqual([])
    expect(await partsOf(db)).toEqual([2])
  })

  it('puts what many left together again', async () => {
    await using counted = await open()
    const { db } = counted.world
    for (let number = 0; number < 30; number += 1)
      await counted.database.instances.insert(instanceOf({ ...OWNER, id: `i-${number}` }))
    await db.deleteFrom('instances').where('id', 'in', ['i-1', 'i-2']).execute()
    expect(await partsOf(db)).toEqual([28])
    await db.deleteFrom('instances').execute()
    expect(await partsOf(db)).toEqual([])
  })
})

async function partsOf(db: Kysely<Schema>): Promise<readonly number[]> {
  const rows = await db.selectFrom('kept_counts').select('count').where('what', '=', 'instances').execute()
  return rows.map(({ count }) => count)
}

/** Lets nobody pass before so many have come. */
function gate(size: number) {
  const { promise, resolve } = Promise.withResolvers<void>()
  let come = 0
  return {
    async pass(): Promise<void> {
      come += 1
      if (come >= size) resolve()
      await promise
    },
  }
}

async function openCounted(url: string): Promise<OpenCounted> {
  const asked: string[] = []
  const log = ({ level, query }: LogEvent) => void (level === 'query' && asked.push(query.sql))
  const db = await openPostgres(url, { log })
  const engine = postgresEngine()
  return {
    database: sqlDatabase(db, sealer, engine),
    world: { db, engine: 'postgres', run: engine.run, storesOf: (tx) => storesOn(tx, sealer, engine) },
    asked,
    [Symbol.asyncDispose]: () => db.destroy(),
  }
}
