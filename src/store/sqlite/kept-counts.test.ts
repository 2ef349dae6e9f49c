import { DatabaseSync } from 'node:sqlite'

import { type Kysely, sql } from 'kysely'
import { describe, expect, it, vi } from 'vitest'

import { findCountFlaws } from '../../../tests/count-flaws.ts'
import { instanceOf, keyPairOf } from '../../../tests/store-rows.ts'
import { describeKeptCounts, type OpenCounted } from '../kept-counts.contract.ts'
import { migrations } from '../migrations/index.ts'
import { aesSealer } from '../sealer.ts'
import { migrate } from '../sql/migrate.ts'
import type { Schema } from '../sql/schema.ts'
import { EMBEDDED, sqlDatabase, storesOn } from '../sql/sql-stores.ts'
import { WorldData } from '../world/world-data.ts'
import { openSqlite } from './sqlite-database.ts'

const sealer = aesSealer(Buffer.alloc(32, 7))
const KEPT_COUNTS = 16
const OWNER = { account: '1', dialect: 'cloud', region: 'here' }

async function open(): Promise<OpenCounted> {
  const asked: string[] = []
  const db = openSqlite('memory')
  await migrate(db, migrations, 0)
  // Statements stay ready: one that was asked before is not seen again.
  const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(function (
    this: DatabaseSync,
    text,
  ) {
    asked.push(text)
    return original.call(this, text)
  })
  return {
    database: sqlDatabase(db, sealer),
    world: { db, engine: 'sqlite', run: EMBEDDED.run, storesOf: (tx) => storesOn(tx, sealer) },
    asked,
    async [Symbol.asyncDispose]() {
      prepare.mockRestore()
      await db.destroy()
    },
  }
}

// Bound to no connection: it is called on each.
// oxlint-disable-next-line typescript/unbound-method -- it is called with the object it belongs to
const original = DatabaseSync.prototype.prepare

describeKeptCounts('SQLite', open)

describe('kept counts of an embedded database', () => {
  it('begin with the rows that are there', async () => {
    const db = openSqlite('memory')
    await migrate(db, migrations.slice(0, KEPT_COUNTS - 1), 0)
    const { instances, keyPairs, accounts } = storesOn(db, sealer)
    for (const id of ['a', 'b']) await instances.insert(instanceOf({ ...OWNER, id }))
    await keyPairs.insert(keyPairOf({ ...OWNER, id: 'k' }))
    await accounts.insertAccount({ id: '1', name: 'one', requireMfa: [] })
    await migrate(db, migrations, 0)
    expect(await findCountFlaws(db)).toEqual([])
    const tally = await storesOn(db, sealer).tallies.read()
    expect(tally).toMatchObject({ accounts: 1, keyPairs: 1, instances: [{ count: 2 }] })
    await db.destroy()
  })

  it('follow a snapshot that is loaded', async () => {
    await using counted = await open()
    const { database, world } = counted
    await database.instances.insert(instanceOf({ ...OWNER, id: 'a' }))
    const data = new WorldData(world)
    const picture = await data.read()
    expect(picture.tables.map(({ name }) => name)).not.toContain('kept_counts')
    for (const id of ['b', 'c']) await database.instances.insert(instanceOf({ ...OWNER, id }))
    const replacement = {
      migration: picture.migration,
      async load(loader: { insert(table: string, rows: readonly object[]): Promise<void> }) {
        for (const { name, rows } of picture.tables) if (rows.length > 0) await loader.insert(name, rows)
      },
    }
    await data.replace(replacement, () => Promise.resolve(), 0)
    expect(await findCountFlaws(world.db)).toEqual([])
    expect((await database.tallies.read()).instances).toMatchObject([{ count: 1 }])
  })

  it('leave no row of what is gone', async () => {
    await using counted = await open()
    const { database, world } = counted
    await database.instances.insert(instanceOf({ ...OWNER, id: 'a' }))
    await database.instances.update({ ...OWNER, id: 'a' }, { operationId: undefined }, { state: 'stopped' })
    await database.instances.remove({ ...OWNER, id: 'a' })
    expect(await world.db.selectFrom('kept_counts').selectAll().execute()).toEqual([])
  })

  it('are found by their keys', async () => {
    await using counted = await open()
    const { database, world, asked } = counted
    asked.length = 0
    await database.instances.list(OWNER, { region: 'here', page: { limit: 9, offset: 0 } })
    await database.tallies.read()
    await database.instances.walk({ limit: 9, isPending: true })
    await database.instances.walk({ limit: 9, isPending: true, account: '1', dialect: 'cloud' })
    await database.operations.countFailedSince(1)
    await database.operations.walk({ limit: 9, account: '1', dialect: 'cloud', instanceId: 'a' })
    const plans = await Promise.all(
      asked.filter((text) => /^select/i.test(text)).map((text) => planOf(world.db, text)),
    )
    expect(plans.flat().filter((step) => /^SCAN (?:kept_counts|operations)/.test(step))).toEqual([])
    for (const index of [
      'kept_counts USING PRIMARY KEY',
      'INDEX instances_pending',
      'INDEX operations_failed',
      'INDEX operations_by_instance (instance_id=?',
    ])
      expect(plans.flat().join('\n')).toContain(index)
    expect(plans.flat()).toContain(
      'SEARCH instances USING INDEX instances_pending (account_id=? AND dialect=?)',
    )
  })
})

async function planOf(db: Kysely<Schema>, statement: string): Promise<readonly string[]> {
  // What stands for values need not have any.
  const { rows } = await sql<{ detail: string }>`explain query plan ${sql.raw(statement)}`.execute(db)
  return rows.map(({ detail }) => detail)
}
