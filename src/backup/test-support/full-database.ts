import { type Kysely, sql } from 'kysely'

import { byName, knownTables } from '../../store/backup/known-tables.ts'
import { migrations } from '../../store/migrations/index.ts'
import { migrate } from '../../store/sql/migrate.ts'
import type { Schema } from '../../store/sql/schema.ts'
import { openSqlite } from '../../store/sqlite/sqlite-database.ts'

export type Contents = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

const ROWS = 3
/** More than one batch of rows. */
const LONG_TABLE = { name: 'audit', rows: 1_203 }

/**
 * Puts rows with the odd values that columns can have into every table that the migrations make: text beyond ASCII,
 * line ends and quotes, empty text, numbers as large as they get, null wherever it is allowed.
 */
export async function fillEveryTable(db: Kysely<Schema>): Promise<void> {
  const known = await knownColumns()
  for (const { name: table } of await knownTables(migrations)) {
    const columns = known.filter((column) => column.table === table)
    const count = table === LONG_TABLE.name ? LONG_TABLE.rows : ROWS
    const rows = Array.from({ length: count }, (_, index) => rowOf(columns, index + 1))
    await byName(db).insertInto(table).values(rows).execute()
  }
}

function rowOf(columns: readonly Column[], row: number): Readonly<Record<string, unknown>> {
  const values = columns.map(({ name, isText, isNullable }, place) => {
    if (isNullable && (row + place) % 2 === 0) return [name, null]
    return [name, isText ? textOf(name, row) : numberOf(name, row)]
  })
  // Made of names and values just above.
  return Object.fromEntries(values) as Readonly<Record<string, unknown>>
}

interface Column {
  readonly table: string
  readonly name: string
  readonly isText: number
  readonly isNullable: number
}

/** Columns in both engines: where SQLite does not say so, a key is never null. */
async function knownColumns(): Promise<readonly Column[]> {
  const db = openSqlite('memory')
  await migrate(db, migrations, 0)
  const { rows } = await sql<Column>`select t.name as "table", c.name, lower(c.type) = 'text' as "isText",
    not c."notnull" and not c.pk as "isNullable"
    from sqlite_master t, pragma_table_info(t.name) c where t.type = 'table'`.execute(db)
  await db.destroy()
  return rows
}

const LARGEST_INTEGER = 2_147_483_647

/** Times and versions are of eight bytes. */
function numberOf(column: string, row: number): number {
  if (/_ms$|_version$|^fence$/.test(column)) return Number.MAX_SAFE_INTEGER - row
  return column === 'address_index' ? row * 10 : LARGEST_INTEGER - row
}

function textOf(column: string, row: number): string {
  if (row === 1) return `${column}: ключ 密钥 🗝 "quoted" \\ 'single'\n\r\t\u2028{"json":[1]}`
  // A unique column has one row of each.
  return row === 2 ? '' : `${column} ${row}`
}

function byText(one: object, other: object): number {
  const [first, second] = [JSON.stringify(one), JSON.stringify(other)]
  return first < second ? -1 : Number(first > second)
}

/** Every row of every table, whatever order the engine keeps them in. */
export async function contentsOf(db: Kysely<Schema>): Promise<Contents> {
  const contents: Record<string, readonly Readonly<Record<string, unknown>>[]> = {}
  for (const { name } of await knownTables(migrations)) {
    const rows = await byName(db).selectFrom(name).selectAll().execute()
    // In an order of their own: engines give theirs, and the text is the same in both.
    contents[name] = rows.map((row) => ({ ...row })).toSorted(byText)
  }
  return contents
}
