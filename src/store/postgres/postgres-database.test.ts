import { Client, types } from 'pg'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { noPostgres, type PostgresServer, startPostgres } from '../../../tests/postgres-server.ts'
import { createTemplate, openDatabaseAt } from '../../../tests/postgres-store.ts'
import { addInstance, createTestCore, testCall } from '../../../tests/test-core.ts'
import { answerOnce } from '../../core/idempotency/answer-once.ts'
import { RunningCalls } from '../../core/idempotency/running-calls.ts'
import { change } from '../../core/core.ts'
import { ConflictError, inTurn, type Stores } from '../../core/database.ts'
import type { Turn } from '../../core/turn-store.ts'
import { importKeyPair } from '../../core/key-pairs/add.ts'
import { type Migration, migrations } from '../migrations/index.ts'
import { aesSealer } from '../sealer.ts'
import { isSealedWith } from '../sql/master-key-check.ts'
import { describeAccessStores } from '../access.contract.ts'
import { describeSharedState } from '../shared-state.contract.ts'
import { describeStoreContract } from '../store.contract.ts'
import { migratePostgres } from './migrate-postgres.ts'
import { openPostgres, placeOf } from './postgres-database.ts'

const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'
const OWNER = { account: '1000000001', dialect: 'test-cloud' }
const SCOPE = { ...OWNER, region: 'region-1' }
const FREE = { operationId: undefined }

describe.skipIf(noPostgres !== undefined)('PostgreSQL', () => {
  let server: PostgresServer
  let template: string
  beforeAll(async () => {
    server = await startPostgres()
    template = await createTemplate(server)
  }, 120_000)
  // Dozens of databases are written out, then removed.
  afterAll(() => server[Symbol.asyncDispose](), 120_000)

  const create = () => server.createDatabase(template)
  const open = async () => openDatabaseAt(await create())

  describeStoreContract('PostgreSQL', open)
  describeSharedState('PostgreSQL', open)
  describeAccessStores('PostgreSQL', open)
  describeTransactions(create)
  describeConnections(create)
  describeMigrations(() => server)
})

let ids = 0
const keyPairRules = {
  newId: () => `key-${(ids += 1)}`,
  isAccountWide: false,
  limit: 5,
  isKeyUnique: false,
  importTypes: new Set(['ssh-ed25519']),
}

async function raiseVersion(stores: Stores, id: string): Promise<void> {
  const [found] = await stores.instances.findByIds(OWNER, [id])
  if (!found) throw new Error(`${id} is not there`)
  const isChanged = await stores.instances.update(found, FREE, { desiredVersion: found.desiredVersion + 1 })
  if (!isChanged) throw new Error(`${id} was taken`)
}

/** Of the account, or of one of its instances. */
function turnOf(place: number): Turn {
  const { account } = OWNER
  return place % 3 === 0 ? { account } : { account, instanceIds: ['i-1'] }
}

async function versionOf(stores: Stores, id: string): Promise<number | undefined> {
  const [found] = await stores.instances.findByIds(OWNER, [id])
  return found?.desiredVersion
}

function describeTransactions(create: () => Promise<string>): void {
  const open = async () => openDatabaseAt(await create())

  it('loses none of many changes of the same row, of several processes', async () => {
    const url = await create()
    await using test = await createTestCore(() => openDatabaseAt(url))
    await using another = await openDatabaseAt(url)
    const { database } = test.core
    await addInstance(test.core, 'i-1')
    const changes = Array.from({ length: 20 }, (_, place) =>
      inTurn(place % 2 === 0 ? database : another, turnOf(place), (tx) => raiseVersion(tx, 'i-1')),
    )
    await Promise.all(changes)
    expect(await versionOf(database, 'i-1')).toBe(21)
  })

  it('keeps what a transaction has read true until it is committed: a quota is not overdrawn', async () => {
    await using test = await createTestCore(open)
    const { core } = test
    const calls = Array.from({ length: 20 }, () => testCall(core, 'Import'))
    const imported = await Promise.allSettled(
      calls.map((call, place) =>
        importKeyPair(core, call, keyPairRules, { name: `pair-${place}`, publicKey: PUBLIC_KEY }),
      ),
    )
    const refused = imported.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
    expect(refused).toHaveLength(15)
    for (const reason of refused) expect(reason).toMatchObject({ kind: 'quotaExceeded' })
    expect(await core.database.keyPairs.count(SCOPE)).toBe(5)
    const rows = await core.database.audit.newest(OWNER.account, 100)
    expect(rows.map(({ changes }) => changes.length)).toEqual([1, 1, 1, 1, 1])
  })

  it('lets no account wait for the turn of another', async () => {
    await using database = await open()
    const begun = Promise.withResolvers<void>()
    const end = Promise.withResolvers<void>()
    const long = inTurn(database, { account: '1' }, async () => {
      begun.resolve()
      await end.promise
    })
    await begun.promise
    expect(await inTurn(database, { account: '2' }, () => Promise.resolve('done'))).toBe('done')
    end.resolve()
    await long
  })

  it('lets those who wait for a turn hold no connection', async () => {
    await using database = await open()
    const begun = Promise.withResolvers<void>()
    const end = Promise.withResolvers<void>()
    const turns = Array.from({ length: 100 }, () =>
      inTurn(database, { account: '1' }, async () => {
        begun.resolve()
        await end.promise
      }),
    )
    await begun.promise
    expect(await database.accounts.isEmpty()).toBe(true)
    end.resolve()
    expect(await Promise.all(turns)).toHaveLength(100)
  })

  it('runs one of two again that wait for each other', async () => {
    await using test = await createTestCore(open)
    const { database } = test.core
    for (const id of ['i-1', 'i-2']) await addInstance(test.core, id)
    const met = { 'i-1': Promise.withResolvers<void>(), 'i-2': Promise.withResolvers<void>() }
    const both = Promise.all([met['i-1'].promise, met['i-2'].promise])
    const crosswise = (first: 'i-1' | 'i-2', second: 'i-1' | 'i-2') =>
      database.transaction(async (tx) => {
        await raiseVersion(tx, first)
        met[first].resolve()
        await both
        await raiseVersion(tx, second)
      })
    await Promise.all([crosswise('i-1', 'i-2'), crosswise('i-2', 'i-1')])
    expect(await versionOf(database, 'i-1')).toBe(3)
    expect(await versionOf(database, 'i-2')).toBe(3)
  })

  it('gives up when others are in the way every time, and leaves nothing behind', async () => {
    const url = await create()
    await using test = await createTestCore(() => openDatabaseAt(url))
    const { core } = test
    await addInstance(core, 'i-1')
    // What an engine says that takes a transaction back.
    const db = await openPostgres(url)
    await sql`create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'in the way' using errcode = '40001'; end $$`.execute(db)
    await sql`create trigger refuse before update on instances execute function refuse()`.execute(db)
    await db.destroy()
    const call = testCall(core, 'Modify')
    let runs = 0
    const changing = change(core, call, async (tx) => {
      call.trail.add({ what: 'instance', verb: 'modified', subject: 'i-1' })
      runs += 1
      await raiseVersion(tx, 'i-1')
    })
    await expect(changing).rejects.toThrow(ConflictError)
    expect(call.trail.changes).toEqual([])
    expect(runs).toBeGreaterThan(5)
    expect(await versionOf(core.database, 'i-1')).toBe(1)
    expect(await core.database.audit.newest(OWNER.account, 10)).toEqual([])
  })

  it('shows one instant to who reads several things', async () => {
    await using test = await createTestCore(open)
    const { database } = test.core
    await addInstance(test.core, 'i-1')
    const versions = await database.snapshot(async (stores) => {
      const before = await versionOf(stores, 'i-1')
      await raiseVersion(database, 'i-1')
      return [before, await versionOf(stores, 'i-1')]
    })
    expect(versions).toEqual([1, 1])
    expect(await versionOf(database, 'i-1')).toBe(2)
  })

  it('runs a call with a client token again as a whole when its change is taken back at the end', async () => {
    const url = await create()
    await using test = await createTestCore(() => openDatabaseAt(url))
    const { core } = test
    await addInstance(core, 'i-1')
    const call = testCall(core, 'Modify')
    const before: (number | undefined)[] = []
    const rival = new Client({ connectionString: url })
    await rival.connect()
    let rivals: Promise<unknown> = Promise.resolve()
    const answer = await answerOnce(
      {
        core,
        rules: { whileRunning: 'refused', otherParameters: 'refused' },
        running: new RunningCalls(),
      },
      call,
      {
        ...{ token: 't', parameters: {}, givenOnce: [] },
        async act(held) {
          const version = await change(held, call, async (tx) => {
            const found = await versionOf(tx, 'i-1')
            await raiseVersion(tx, 'i-1')
            return found
          })
          before.push(version)
          // Has the token's row and waits for the instance's: of the two the engine takes back who is less patient.
          if (before.length === 1) {
            await rival.query(
              `begin; set local deadlock_timeout = '1min'; update client_tokens set token = token`,
            )
            rivals = rival.query('update instances set name = name; commit')
          }
          return { version }
        },
      },
    )
    await rivals
    await rival.end()
    expect(before).toEqual([1, 1])
    expect(answer).toEqual({ version: 1 })
    expect(await versionOf(core.database, 'i-1')).toBe(2)
    const key = { ...SCOPE, action: 'Modify', token: 't' }
    expect(await core.database.idempotency.find(key, core.clock.now())).toMatchObject({ answer })
    expect(await core.database.audit.newest(OWNER.account, 10)).toHaveLength(1)
  })
}

function describeConnections(create: () => Promise<string>): void {
  it('compares ids byte by byte, whatever the language of the database', async () => {
    const url = await create()
    await using test = await createTestCore(() => openDatabaseAt(url))
    const { database } = test.core
    const wanted = ['a', 'B', 'A', 'b', '-', '_', 'é']
    for (const id of wanted) await addInstance(test.core, id, { createdAtMs: 1 })
    const { rows } = await database.instances.list(OWNER, {
      region: SCOPE.region,
      page: { limit: 10, offset: 0 },
    })
    expect(rows.map(({ id }) => id)).toEqual(['é', 'b', 'a', '_', 'B', 'A', '-'])
    const page = { limit: 10, after: { createdAtMs: 1, id: 'a' } }
    const rest = await database.instances.list(OWNER, { region: SCOPE.region, page })
    expect(rest.rows.map(({ id }) => id)).toEqual(['_', 'B', 'A', '-'])
    // Without the columns' own order the database would sort as people do.
    const db = await openPostgres(url)
    const asPeopleDo = await sql<{
      id: string
    }>`select id from (values ('B'), ('a')) as v (id) order by id`.execute(db)
    expect(asPeopleDo.rows.map(({ id }) => id)).toEqual(['a', 'B'])
    await db.destroy()
  })

  it('takes text that PostgreSQL cannot hold, and changes the types of nobody else', async () => {
    await using test = await createTestCore(async () => openDatabaseAt(await create()))
    const { core } = test
    const row = { ...SCOPE, atMs: 1, user: 'root', accessKeyId: 'AK', requestId: 'r', sourceAddress: '' }
    await core.database.audit.append([{ ...row, action: 'a\u0000b', outcome: 'ok', changes: [] }])
    expect(await core.database.audit.newest(OWNER.account, 1)).toMatchObject([
      { atMs: 1, action: 'a\uFFFDb' },
    ])
    const parse = types.getTypeParser(20) as (text: string) => unknown
    expect(parse('7')).toBe('7')
  })

  it('bounds statements, locks and idle transactions; the address may bound them otherwise', async () => {
    const url = await create()
    const settings = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']
    const db = await openPostgres(url)
    const found = await sql<{ setting: string }>`select setting from pg_settings
      where name in (${sql.join([...settings, 'application_name'])}) order by name collate "C"`.execute(db)
    expect(found.rows.map(({ setting }) => setting)).toEqual(['keyplane', '15000', '5000', '10000'])
    await db.destroy()
    const hasty = await openPostgres(`${url}&statement_timeout=20`)
    await expect(sql`select pg_sleep(60)`.execute(hasty)).rejects.toMatchObject({ code: '57014' })
    await hasty.destroy()
  })

  it('says where it leads without the password, and that nobody is there', async () => {
    const url = 'postgres://user:hidden@127.0.0.1:1/data'
    expect(await placeOf(url)).toBe('127.0.0.1:1/data')
    const db = await openPostgres(url)
    await expect(sql`select 1`.execute(db)).rejects.toThrow('ECONNREFUSED')
    await db.destroy()
  })

  it('knows the master key of the data', async () => {
    const db = await openPostgres(await create())
    const [mine, another] = [1, 2].map((byte) => aesSealer(Buffer.alloc(32, byte)))
    if (!mine || !another) throw new Error('two keys were made')
    expect(await isSealedWith(db, mine)).toBe(true)
    expect(await isSealedWith(db, mine)).toBe(true)
    expect(await isSealedWith(db, another)).toBe(false)
    await db.destroy()
  })
}

function describeMigrations(server: () => PostgresServer): void {
  it('migrates once when several processes start at the same time', async () => {
    const url = await server().createDatabase()
    await Promise.all([1, 2, 3, 4, 5, 6].map((nowMs) => migratePostgres(url, migrations, nowMs)))
    const db = await openPostgres(url)
    const done = await db.selectFrom('keyplane_migrations').select('number').orderBy('number').execute()
    expect(done.map(({ number }) => number)).toEqual(migrations.map(({ number }) => number))
    await db.destroy()
  })

  it('leaves nothing behind of a migration that fails, and refuses a newer database', async () => {
    const url = await server().createDatabase()
    const broken: Migration = {
      number: migrations.length + 1,
      name: 'broken',
      async up(db) {
        await db.schema.createTable('half').addColumn('id', 'text').execute()
        throw new Error('broken half-way')
      },
    }
    await expect(migratePostgres(url, [...migrations, broken], 0)).rejects.toThrow('broken half-way')
    const db = await openPostgres(url)
    expect((await db.introspection.getTables()).map(({ name }) => name)).not.toContain('half')
    await db.destroy()
    await migratePostgres(url, [...migrations, { ...broken, up: async () => {} }], 0)
    await expect(migratePostgres(url, migrations, 0)).rejects.toThrow('newer version')
  })
}
