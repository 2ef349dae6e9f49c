import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { findCountFlaws } from '../../tests/count-flaws.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../../tests/postgres-server.ts'
import { byName, knownTables } from '../store/backup/known-tables.ts'
import { type Migration, migrations } from '../store/migrations/index.ts'
import { SqlMachineStore } from '../store/sql/machine-store.ts'
import { migrate } from '../store/sql/migrate.ts'
import { openSqlite } from '../store/sqlite/sqlite-database.ts'
import { makeBackup } from './make-backup.ts'
import { restoreBackup } from './restore-backup.ts'
import { contentsOf, fillEveryTable } from './test-support/full-database.ts'
import { ENGINES, inDatabase, inspect, newPlace, scratchDirectory } from './test-support/places.ts'

const WRITING = { isForced: false, signal: new AbortController().signal, nowMs: 1_790_000_000_000 }
const RESTORING = { isReplacing: false, nowMs: 5 }

describe.skipIf(noPostgres !== undefined)('backup and restore', () => {
  let server: PostgresServer
  beforeAll(async () => void (server = await startPostgres()), 120_000)
  afterAll(() => server[Symbol.asyncDispose]())

  const pairs = ENGINES.flatMap((from) => ENGINES.map((to) => [from, to] as const))
  it.each(pairs)('lose nothing and add nothing from %s to %s', async (from, to) => {
    using scratch = scratchDirectory()
    const source = await newPlace(from, join(scratch.path, 'source'), server)
    const before = await inDatabase(source, async (db) => {
      await fillEveryTable(db)
      return contentsOf(db)
    })
    // A new table must be among what is filled.
    for (const [table, rows] of Object.entries(before)) expect(rows.length, table).toBeGreaterThan(0)
    const file = join(scratch.path, 'backup')
    const rows = await makeBackup(source, file, WRITING)
    expect(rows).toEqual(
      Object.fromEntries(Object.entries(before).map(([name, { length }]) => [name, length])),
    )
    expect(statSync(file).mode & 0o777).toBe(0o600)

    const target = await newPlace(to, join(scratch.path, 'target'), server)
    const restored = await restoreBackup(target, file, RESTORING)
    expect(restored).toMatchObject({
      rows,
      header: { takenAtMs: WRITING.nowMs, migration: migrations.length },
    })
    // PostgreSQL has its proof of the master key in a row, SQLite in a file.
    const proofs = from === 'SQLite' && to === 'PostgreSQL' ? 1 : 0
    const { settings = [], ...after } = await inspect(target, contentsOf)
    const { settings: settingsBefore = [], ...others } = before
    expect(after).toEqual(others)
    expect(settings).toEqual(expect.arrayContaining([...settingsBefore]))
    expect(settings).toHaveLength(settingsBefore.length + proofs)
    expect(await inspect(target, findCountFlaws)).toEqual([])
    // The product finds the restored database as its own.
    expect(await inDatabase(target, async (db) => (await contentsOf(db))['settings'])).toEqual(settings)
    expect(readdirSync(scratch.path).filter((name) => name !== 'source' && name !== 'target')).toEqual([
      'backup',
    ])
  })

  it.each(pairs)(
    'never give an address again that a removed machine had, from %s to %s',
    async (from, to) => {
      using scratch = scratchDirectory()
      const source = await newPlace(from, join(scratch.path, 'source'), server)
      const machine = { instanceId: 'i', driver: 'simulated', record: '{}' }
      await inDatabase(source, async (db) => {
        const machines = new SqlMachineStore(db)
        for (const machineId of ['m-1', 'm-2', 'm-3']) await machines.insert({ ...machine, machineId })
        for (const machineId of ['m-2', 'm-3']) await machines.remove(machineId)
      })
      const file = join(scratch.path, 'backup')
      await makeBackup(source, file, WRITING)
      const target = await newPlace(to, join(scratch.path, 'target'), server)
      await restoreBackup(target, file, RESTORING)
      const next = await inspect(target, (db) =>
        new SqlMachineStore(db).insert({ ...machine, machineId: 'm-4' }),
      )
      expect(next.addressIndex).toBe(3)
    },
  )

  it.each(pairs)('bring an older backup up to date, from %s to %s', async (from, to) => {
    using scratch = scratchDirectory()
    const source = await newPlace(from, join(scratch.path, 'source'), server)
    await inDatabase(source, fillEveryTable)
    const file = join(scratch.path, 'backup')
    await makeBackup(source, file, WRITING)
    const newer: readonly Migration[] = [...migrations, renaming]
    const target = await newPlace(to, join(scratch.path, 'target'), server)
    // A server of the newer version was there before.
    await inDatabase(target, () => Promise.resolve(), newer)
    await restoreBackup(target, file, { ...RESTORING, migrations: newer })
    const found = await inspect(target, async (db) => ({
      accounts: await byName(db).selectFrom('accounts').selectAll().where('id', '=', 'id 3').execute(),
      versions: await db.selectFrom('keyplane_migrations').select('number').orderBy('number').execute(),
      countFlaws: await findCountFlaws(db),
    }))
    expect(found.countFlaws).toEqual([])
    expect(found.accounts[0]).toMatchObject({
      id: 'id 3',
      title: 'name 3',
      require_mfa: 'require_mfa 3',
      is_vip: 1,
    })
    expect(found.versions.map(({ number }) => number)).toEqual(newer.map(({ number }) => number))
  })

  it('load a backup of the first migration', async () => {
    using scratch = scratchDirectory()
    const first = migrations.slice(0, 1)
    const source = await newPlace('SQLite', join(scratch.path, 'source'), server)
    await inDatabase(
      source,
      (db) => byName(db).insertInto('access_keys').values(OLD_ACCESS_KEY).execute(),
      first,
    )
    const file = join(scratch.path, 'backup')
    await makeBackup(source, file, WRITING)
    for (const engine of ENGINES) {
      const target = await newPlace(engine, join(scratch.path, engine), server)
      expect((await restoreBackup(target, file, RESTORING)).header.migration).toBe(1)
      const keys = await inspect(target, (db) => db.selectFrom('access_keys').selectAll().execute())
      expect(keys).toEqual([{ ...OLD_ACCESS_KEY, is_disabled: 0 }])
    }
  })

  it('replace what is there when asked to, whatever is in the way is kept by others', async () => {
    using scratch = scratchDirectory()
    const source = await newPlace('SQLite', join(scratch.path, 'source'), server)
    const before = await inDatabase(source, contentsOf)
    const file = join(scratch.path, 'backup')
    await makeBackup(source, file, WRITING)
    for (const engine of ENGINES) {
      const target = await newPlace(engine, join(scratch.path, engine), server)
      await inDatabase(target, async (db) => {
        await fillEveryTable(db)
        await sql`create table of_somebody_else (id integer)`.execute(db)
      })
      await restoreBackup(target, file, { ...RESTORING, isReplacing: true })
      expect(await inspect(target, findCountFlaws)).toEqual([])
      const { settings: _, ...after } = await inspect(target, contentsOf)
      expect({ ...after, settings: [] }).toEqual(before)
      await inspect(target, (db) => sql`insert into of_somebody_else values (1)`.execute(db))
    }
  })
})

describe('the tables', () => {
  it('do not refer to each other: they are loaded in any order', async () => {
    const db = openSqlite('memory')
    await migrate(db, migrations, 0)
    for (const { name } of await knownTables(migrations)) {
      const { rows } = await sql`select * from pragma_foreign_key_list(${name})`.execute(db)
      expect(rows, name).toEqual([])
    }
    await db.destroy()
  })
})

const OLD_ACCESS_KEY = { id: 'AK', account_id: '1', user_name: 'root', sealed_secret: 'sealed' }

/** A version to come. */
const renaming: Migration = {
  number: migrations.length + 1,
  name: 'renaming',
  async up(db) {
    await db.schema.alterTable('accounts').renameColumn('name', 'title').execute()
    await db.schema
      .alterTable('accounts')
      .addColumn('is_vip', 'integer', (column) => column.notNull().defaultTo(1))
      .execute()
    await db.schema.dropTable('tags').execute()
  },
}
