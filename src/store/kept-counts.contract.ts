import { type Kysely, sql } from 'kysely'
import { describe, expect, it } from 'vitest'

import { findCountFlaws } from '../../tests/count-flaws.ts'
import { instanceOf, keyPairOf } from '../../tests/store-rows.ts'
import type { Database } from '../core/database.ts'
import type { InstanceState } from '../core/instances/instance.ts'
import type { InstanceQuery } from '../core/instances/store.ts'
import type { Schema } from './sql/schema.ts'
import { WorldData, type WorldDataParts } from './world/world-data.ts'

/** An engine's database, with what is underneath. */
export interface OpenCounted extends AsyncDisposable {
  readonly database: Database
  readonly world: WorldDataParts
  /** Statements that were asked so far; emptied by whoever looks. */
  readonly asked: string[]
}

type Open = () => Promise<OpenCounted>

const OWNER = { account: '1', dialect: 'cloud' }
const FREE = { operationId: undefined }
const PAGE = { limit: 1, offset: 0 }

/** What every engine keeps of how many rows there are. */
export function describeKeptCounts(engine: string, open: Open): void {
  describe(`kept counts on ${engine}`, () => {
    describeTotals(open)
    describeWriters(open)
    describeWorlds(open)
  })
}

async function insertAll({ instances }: Database, ids: readonly string[], region = 'here'): Promise<void> {
  for (const id of ids) await instances.insert(instanceOf({ ...OWNER, region, id }))
}

async function totalOf({ instances }: Database, query: Partial<InstanceQuery> = {}): Promise<number> {
  return (await instances.list(OWNER, { region: 'here', page: PAGE, ...query })).total
}

async function moveTo({ instances }: Database, id: string, state: InstanceState): Promise<void> {
  expect(await instances.update({ ...OWNER, id }, FREE, { state })).toBe(true)
}

function describeTotals(open: Open): void {
  it('tell how many instances a list has, by region, zone and state', async () => {
    await using counted = await open()
    const { database } = counted
    await insertAll(database, ['a', 'b', 'c'])
    await insertAll(database, ['d'], 'there')
    await database.instances.insert({ ...instanceOf({ ...OWNER, region: 'here', id: 'e' }), zone: 'other' })
    await moveTo(database, 'b', 'stopped')
    expect(await totalOf(database)).toBe(4)
    expect(await totalOf(database, { region: 'there' })).toBe(1)
    expect(await totalOf(database, { region: 'nowhere' })).toBe(0)
    expect(await totalOf(database, { states: ['stopped'] })).toBe(1)
    expect(await totalOf(database, { states: ['running'], zones: ['zone'] })).toBe(2)
    expect(await totalOf(database, { zones: [] })).toBe(0)
    await database.instances.remove({ ...OWNER, id: 'a' })
    expect(await totalOf(database)).toBe(3)
    expect(await database.tallies.read()).toMatchObject({
      instances: [
        { dialect: 'cloud', state: 'running', count: 3 },
        { dialect: 'cloud', state: 'stopped', count: 1 },
      ],
    })
  })

  it('tell of everything at once', async () => {
    await using counted = await open()
    const { database } = counted
    expect(await database.tallies.read()).toEqual({ accounts: 0, keyPairs: 0, instances: [], pending: 0 })
    await insertAll(database, ['a', 'b'])
    await database.accounts.insertAccount({ id: '1', name: 'one', requireMfa: [] })
    for (const id of ['k1', 'k2', 'k3'])
      await database.keyPairs.insert(keyPairOf({ ...OWNER, region: '', id }))
    // Refused, and so not counted.
    await database.keyPairs.insert({ ...keyPairOf({ ...OWNER, region: '', id: 'k4' }), name: 'k3' })
    await database.keyPairs.remove({ ...OWNER, region: '' }, ['k1'])
    await database.instances.update({ ...OWNER, id: 'a' }, FREE, { desiredVersion: 2 })
    const tally = { accounts: 1, keyPairs: 2, pending: 1 }
    expect(await database.tallies.read()).toMatchObject(tally)
    expect(await database.keyPairs.count({ ...OWNER, region: '' })).toBe(2)
    await database.instances.update({ ...OWNER, id: 'a' }, FREE, { appliedVersion: 2 })
    expect(await database.tallies.read()).toMatchObject({ ...tally, pending: 0 })
    expect(await findCountFlaws(counted.world.db)).toEqual([])
  })

  it('spare a page without other conditions the counting of rows', async () => {
    await using counted = await open()
    const { database, asked } = counted
    await insertAll(database, ['a', 'b'])
    const counting = async (query: Partial<InstanceQuery>) => {
      asked.length = 0
      await totalOf(database, query)
      expect(asked.length).toBeGreaterThan(0)
      return asked.filter((statement) => /count\(\*\)/i.test(statement))
    }
    expect(await counting({})).toEqual([])
    expect(await counting({ page: { limit: 1, after: { createdAtMs: 1, id: 'b' } } })).toEqual([])
    expect(await counting({ states: ['running'], zones: ['zone'], tags: [] })).toEqual([])
    expect(await counting({ types: ['small'] })).toHaveLength(1)
  })
}

/** Draws that are the same each time. */
function drawer(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

function describeWriters(open: Open): void {
  it('stay true whatever is inserted, moved and removed, or taken back', async () => {
    await using counted = await open()
    const { database, world } = counted
    const draw = drawer(7)
    const states = ['running', 'stopped', 'stopping'] as const
    const steps = [
      (tx: Pick<Database, 'instances'>, id: string) =>
        tx.instances.insert({ ...instanceOf({ ...OWNER, region: `r${draw(2)}`, id }), zone: `z${draw(2)}` }),
      (tx: Pick<Database, 'instances'>, id: string) =>
        tx.instances.update({ ...OWNER, id }, FREE, { state: states[draw(3)] ?? 'running' }),
      (tx: Pick<Database, 'instances'>, id: string) => tx.instances.remove({ ...OWNER, id }),
    ]
    const present = new Set<string>()
    for (let round = 0; round < 60; round += 1) {
      const id = `i-${draw(12)}`
      const step = present.has(id) ? steps[1 + draw(2)] : steps[0]
      const isTakenBack = draw(4) === 0
      const written = database.transaction(async (tx) => {
        await step?.(tx, id)
        if (isTakenBack) throw new Error('taken back')
      })
      const [ended] = await Promise.allSettled([written])
      expect(ended.status).toBe(isTakenBack ? 'rejected' : 'fulfilled')
      const found = await database.instances.findByIds(OWNER, [id])
      present[found.length > 0 ? 'add' : 'delete'](id)
      expect(await findCountFlaws(world.db), `round ${round}`).toEqual([])
    }
    expect(present.size).toBeGreaterThan(0)
  })

  it('count what statements write that know nothing of them', async () => {
    await using counted = await open()
    const { db } = counted.world
    await insertAll(counted.database, ['a'])
    await copyInstance(db, 2_500)
    expect(await totalOf(counted.database)).toBe(2_501)
    await sql`update instances set desired_version = 2 where id <> 'a'`.execute(db)
    expect(await counted.database.tallies.read()).toMatchObject({ pending: 2_500 })
    await sql`update instances set region = 'there' where id < 'a-3'`.execute(db)
    expect(await findCountFlaws(db)).toEqual([])
    await sql`delete from instances where id > 'a-2'`.execute(db)
    expect(await findCountFlaws(db)).toEqual([])
    expect(await totalOf(counted.database)).toBe(0)
    expect(await totalOf(counted.database, { region: 'there' })).toBeGreaterThan(100)
  })
}

/** As many more of the instance `a`, inside the database. */
async function copyInstance(db: Kysely<Schema>, copies: number): Promise<void> {
  const [instances] = (await db.introspection.getTables()).filter(({ name }) => name === 'instances')
  const columns = (instances?.columns ?? []).map(({ name }) => name)
  const values = columns.map((name) => (name === 'id' ? sql`'a-' || n` : sql.ref(name)))
  await sql`insert into instances (${sql.join(columns.map((name) => sql.ref(name)))})
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${sql.lit(copies)})
    select ${sql.join(values)} from instances, numbers where id = 'a'`.execute(db)
}

function describeWorlds(open: Open): void {
  it('follow the reset of one account, and of all', async () => {
    await using counted = await open()
    const { database, world } = counted
    await insertAll(database, ['a', 'b'])
    await database.instances.insert(instanceOf({ ...OWNER, account: '2', region: 'here', id: 'c' }))
    const data = new WorldData(world)
    await data.removeAccount('1', () => Promise.resolve())
    expect(await findCountFlaws(world.db)).toEqual([])
    expect(await totalOf(database)).toBe(0)
    expect(
      (await database.instances.list({ ...OWNER, account: '2' }, { region: 'here', page: PAGE })).total,
    ).toBe(1)
    await data.clear((tx) => tx.instances.insert(instanceOf({ ...OWNER, region: 'here', id: 'd' })), 0)
    expect(await findCountFlaws(world.db)).toEqual([])
    expect(await totalOf(database)).toBe(1)
    expect((await database.tallies.read()).instances).toEqual([
      { dialect: 'cloud', state: 'running', count: 1 },
    ])
  })
}
