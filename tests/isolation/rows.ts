import { DatabaseSync } from 'node:sqlite'

import { Client } from 'pg'
import { vi } from 'vitest'

import { startTestKeyplane, type TestKeyplane, type TestOptions } from '../start-keyplane.ts'

/** Rows by their owner: id of an account, or `server`. */
export type RowsByOwner = ReadonlyMap<string, ReadonlySet<string>>

export interface WatchedKeyplane extends TestKeyplane {
  /** Everything that is in the database at the moment. */
  rows(): Promise<RowsByOwner>
}

type Row = Readonly<Record<string, unknown>>
type Tables = ReadonlyMap<string, readonly Row[]>

/** Written beside what calls do, by the clock of the machine: the seals of the audit log. */
const BESIDE = new Set(['audit_seals', 'audit_heads'])

/** A Keyplane whose rows can be read as they are. */
export function startWatched(options: TestOptions): Promise<WatchedKeyplane> {
  const { databaseUrl } = options
  return databaseUrl === undefined ? startOnSqlite(options) : startOnPostgres(options, databaseUrl)
}

/** Its data is in memory, or in a file that it has for itself, so its own connection is used. */
async function startOnSqlite(options: TestOptions): Promise<WatchedKeyplane> {
  const executed = vi.spyOn(DatabaseSync.prototype, 'exec')
  try {
    const server = await startTestKeyplane(options)
    const index = executed.mock.calls.findIndex(([text]) => text.includes('locking_mode'))
    const connection = executed.mock.contexts[index]
    if (!(connection instanceof DatabaseSync)) throw new Error('the server has opened no database')
    const changes = connection.prepare('select total_changes() as count')
    let last: { readonly count: unknown; readonly rows: RowsByOwner } | undefined
    const rows = async () => {
      await server.core.auditLog.flush()
      const count = changes.get()?.['count']
      const rows = last && last.count === count ? last.rows : byOwner(sqliteTables(connection))
      last = { count, rows }
      return rows
    }
    return { ...server, rows, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
  } finally {
    executed.mockRestore()
  }
}

function sqliteTables(connection: DatabaseSync): Tables {
  const tables = connection.prepare("select name from sqlite_master where type = 'table'").all()
  const names = tables.map(({ name }) => String(name)).filter((name) => !name.startsWith('sqlite_'))
  return new Map(names.map((name) => [name, connection.prepare(`select * from "${name}"`).all()]))
}

async function startOnPostgres(options: TestOptions, connectionString: string): Promise<WatchedKeyplane> {
  const server = await startTestKeyplane(options)
  const client = new Client({ connectionString })
  await client.connect()
  const names = await client.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public'",
  )
  // One statement sees one instant.
  const all = names.rows.map(
    ({ name }) => `select '${name}' as name, to_jsonb(one) as row from "${name}" one`,
  )
  const rows = async () => {
    await server.core.auditLog.flush()
    const found = await client.query<{ name: string; row: Row }>(all.join(' union all '))
    const byName = Map.groupBy(found.rows, ({ name }) => name)
    return byOwner(new Map([...byName].map(([name, entries]) => [name, entries.map(({ row }) => row)])))
  }
  return {
    ...{ ...server, rows },
    async [Symbol.asyncDispose]() {
      await client.end()
      await server[Symbol.asyncDispose]()
    },
  }
}

function byOwner(tables: Tables): RowsByOwner {
  const found = new Map<string, Set<string>>()
  const ownerOfKey = new Map<unknown, string>()
  for (const table of ['access_keys', 'temporary_keys']) {
    for (const row of tables.get(table) ?? []) ownerOfKey.set(row['id'], String(row['account_id']))
  }
  for (const [table, all] of tables) {
    if (BESIDE.has(table)) continue
    for (const row of all) {
      const owner = ownerOf(table, row, ownerOfKey)
      const rows = found.get(owner) ?? new Set()
      found.set(owner, rows.add(`${table} ${JSON.stringify(row)}`))
    }
  }
  return found
}

function ownerOf(table: string, row: Row, ownerOfKey: ReadonlyMap<unknown, string>): string {
  // `dialect/account/instance`
  if (table === 'machines') return String(row['id']).split('/')[1] ?? 'server'
  if (table === 'nonces') return ownerOfKey.get(row['access_key_id']) ?? 'server'
  if (table === 'accounts') return String(row['id'])
  return 'account_id' in row ? String(row['account_id']) : 'server'
}

/** Rows that are not the caller's and came, went or changed. */
export function changesOfOthers(before: RowsByOwner, after: RowsByOwner, caller: string): readonly string[] {
  const owners = new Set([...before.keys(), ...after.keys()])
  owners.delete(caller)
  return [...owners].flatMap((owner) => {
    const [was, is] = [before.get(owner) ?? NONE, after.get(owner) ?? NONE]
    const [gone, come] = [[...was].filter((row) => !is.has(row)), [...is].filter((row) => !was.has(row))]
    return [...gone.map((row) => `${owner}: was ${row}`), ...come.map((row) => `${owner}: is ${row}`)]
  })
}

const NONE: ReadonlySet<string> = new Set()
