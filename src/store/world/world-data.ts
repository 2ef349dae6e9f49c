import { type Kysely, sql } from 'kysely'

import type { Stores } from '../../core/database.ts'
import { byName, type KnownTable, knownTables } from '../backup/known-tables.ts'
import { type Loader, rebuild } from '../backup/rebuild.ts'
import { newestMigration, type Row } from '../backup/snapshot.ts'
import { setCounted } from '../backup/sqlite-target.ts'
import { migrations } from '../migrations/index.ts'
import type { Schema } from '../sql/schema.ts'
import type { RunTransaction } from '../sql/sql-stores.ts'

/** Of the server, not of the world in it: they outlive it. */
const KEPT: ReadonlySet<string> = new Set(['settings', 'api_tokens', 'turns'])

/** What the tables of the log and of its chain begin with: what was written there stays. */
const AUDIT = 'audit'
/** Name of a setting. */
const EPOCH = 'seed number epoch'

/** The rows of a table, and the highest number that its counter gave. */
export interface TablePicture extends KnownTable {
  readonly rows: readonly Row[]
  readonly counted: number
}

/** Everything in a world at one instant. */
export interface Picture {
  /** Number of the newest migration. */
  readonly migration: number
  readonly tables: readonly TablePicture[]
}

/** Where rows come from that take the place of those that are there. */
export interface Replacement {
  readonly migration: number
  readonly load: (loader: Loader) => Promise<void>
}

type Finish = (tx: Stores) => Promise<void>

export interface WorldDataParts {
  readonly db: Kysely<Schema>
  readonly engine: 'sqlite' | 'postgres'
  /** How the engine runs transactions: again, where others were in the way. */
  readonly run: RunTransaction
  readonly storesOf: (tx: Kysely<Schema>) => Stores
}

/** Takes the data of a running stand-in away as a whole, or exchanges it; each in one transaction. */
export class WorldData {
  readonly #parts: WorldDataParts

  constructor(parts: WorldDataParts) {
    this.#parts = parts
  }

  get engine(): WorldDataParts['engine'] {
    return this.#parts.engine
  }

  /** How often a process began to give ids of a seed number in this data before: 0 at first. */
  async beginEpoch(): Promise<number> {
    return this.#parts.db.transaction().execute(async (tx) => {
      const query = tx.selectFrom('settings').select('value').where('name', '=', EPOCH)
      const before = await query.executeTakeFirst()
      const epoch = before ? Number(before.value) + 1 : 0
      await tx.deleteFrom('settings').where('name', '=', EPOCH).execute()
      await tx
        .insertInto('settings')
        .values({ name: EPOCH, value: String(epoch) })
        .execute()
      return epoch
    })
  }

  /** All rows, read between two transactions of others. Only of the embedded database. */
  async read(): Promise<Picture> {
    const tables = (await knownTables(migrations)).filter(({ name }) => !KEPT.has(name))
    return this.#parts.db.transaction().execute(async (tx) => {
      const pictures: TablePicture[] = []
      for (const table of tables) {
        const rows = await byName(tx).selectFrom(table.name).selectAll().execute()
        pictures.push({
          ...table,
          rows,
          counted: table.counter === undefined ? 0 : await countedOf(tx, table),
        })
      }
      return { migration: await newestMigration(tx), tables: pictures }
    })
  }

  /**
   * Puts other rows in place of all, or none. Tables are made anew, so what guards rows against deletion is not in the
   * way. `finish` is the last thing in the same transaction. Only of the embedded database.
   */
  async replace({ migration, load }: Replacement, finish: Finish, nowMs: number): Promise<void> {
    const { db, storesOf } = this.#parts
    const present = new Set((await knownTables(migrations)).map(({ name }) => name))
    let kept: ReadonlyMap<string, readonly Row[]> = new Map()
    await rebuild(db, setCounted, {
      ...{ migration, migrations, nowMs },
      before: async (tx) =>
        void (kept = await rowsOf(
          tx,
          [...KEPT].filter((name) => present.has(name)),
        )),
      load: (loader) =>
        load({
          ...loader,
          insert: async (table, rows) => (KEPT.has(table) ? undefined : loader.insert(table, rows)),
        }),
      finish: async (tx) => {
        for (const [name, rows] of kept) {
          await byName(tx).deleteFrom(name).execute()
          for (const row of rows) await byName(tx).insertInto(name).values(row).execute()
        }
        await finish(storesOf(tx))
      },
    })
  }

  /** Takes all rows away. */
  async clear(finish: Finish, nowMs: number): Promise<void> {
    const { db, engine, run, storesOf } = this.#parts
    const migration = migrations.at(-1)?.number ?? 0
    if (engine === 'sqlite') return this.replace({ migration, load: async () => {} }, finish, nowMs)
    const tables = (await knownTables(migrations)).filter(({ name }) => !KEPT.has(name))
    await run(db, async (tx) => {
      for (const { name, counter } of tables) {
        await byName(tx).deleteFrom(name).execute()
        if (counter === undefined) continue
        await sql`select setval(pg_get_serial_sequence(${name}, ${counter}), 1, false)`.execute(tx)
      }
      await finish(storesOf(tx))
    })
  }

  /** Takes the rows of one account away; what the audit log says of it stays, as the log only grows. */
  async removeAccount(account: string, finish: Finish): Promise<void> {
    const { db, run, storesOf } = this.#parts
    const owned = (await knownTables(migrations)).filter(
      ({ name, columns }) => columns.includes('account_id') && !KEPT.has(name) && !name.startsWith(AUDIT),
    )
    await run(db, async (tx) => {
      const ids = tx
        .selectFrom('instances')
        .where('account_id', '=', account)
        .select(sql<string>`dialect || '/' || account_id || '/' || id`.as('machine_id'))
      await tx.deleteFrom('machines').where('id', 'in', ids).execute()
      const keys = tx.selectFrom('access_keys').where('account_id', '=', account).select('id')
      await tx.deleteFrom('nonces').where('access_key_id', 'in', keys).execute()
      for (const { name } of owned)
        await byName(tx).deleteFrom(name).where('account_id', '=', account).execute()
      await tx.deleteFrom('accounts').where('id', '=', account).execute()
      await finish(storesOf(tx))
    })
  }
}

async function countedOf(tx: Kysely<Schema>, { name }: KnownTable): Promise<number> {
  const { rows } = await sql<{ seq: number }>`select seq from sqlite_sequence where name = ${name}`.execute(
    tx,
  )
  return rows[0]?.seq ?? 0
}

async function rowsOf(
  tx: Kysely<Schema>,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const found = new Map<string, readonly Row[]>()
  for (const name of names) found.set(name, await byName(tx).selectFrom(name).selectAll().execute())
  return found
}
