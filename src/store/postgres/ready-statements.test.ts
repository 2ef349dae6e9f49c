import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { noPostgres, type PostgresServer, startPostgres } from '../../../tests/postgres-server.ts'
import type { Schema } from '../sql/schema.ts'
import { openPostgres } from './postgres-database.ts'
import { ReadyStatements } from './ready-statements.ts'
import { postgresEngine } from './transactions.ts'

const OFTEN = 10

function nameAfter(ready: ReadyStatements, text: string, uses: number): string | undefined {
  let name: string | undefined
  for (let use = 0; use < uses; use += 1) name = ready.nameOf(text, [1])
  return name
}

function failure(code: string): Error {
  return Object.assign(new Error('refused'), { code })
}

describe('ReadyStatements', () => {
  it('names what is asked often, each once, and nothing without parameters', () => {
    const ready = new ReadyStatements()
    expect(nameAfter(ready, 'select $1', 1)).toBeUndefined()
    const name = nameAfter(ready, 'select $1', OFTEN)
    expect(name).toMatch(/^keyplane_\d+_\d+$/)
    expect(ready.nameOf('select $1', [2])).toBe(name)
    expect(nameAfter(ready, 'select 1, $1', OFTEN)).not.toBe(name)
    for (let use = 0; use < OFTEN; use += 1) expect(ready.nameOf('commit', [])).toBeUndefined()
  })

  it('names no more than the server can bear, whatever is asked', () => {
    const ready = new ReadyStatements()
    const names = Array.from({ length: 2_000 }, (_, number) =>
      nameAfter(ready, `select $1, ${number}`, OFTEN),
    )
    expect(names.filter((name) => name !== undefined)).toHaveLength(120)
  })

  it('gives new names when the tables became others, and none where names are not kept', () => {
    const ready = new ReadyStatements()
    const name = nameAfter(ready, 'select $1', OFTEN)
    expect(ready.isToBlame(failure('23505'))).toBe(false)
    expect(ready.nameOf('select $1', [1])).toBe(name)
    expect(ready.isToBlame(failure('0A000'))).toBe(true)
    expect(nameAfter(ready, 'select $1', OFTEN)).not.toBe(name)
    expect(ready.isToBlame(failure('26000'))).toBe(true)
    expect(nameAfter(ready, 'select $1', OFTEN)).toBeUndefined()
  })
})

describe.skipIf(noPostgres !== undefined)('statements that a PostgreSQL keeps ready', () => {
  let server: PostgresServer
  beforeAll(async () => void (server = await startPostgres()), 120_000)
  afterAll(() => server[Symbol.asyncDispose]())

  const openTable = async (mostConnections: number) => {
    const db = await openPostgres(await server.createDatabase(), { mostConnections })
    await sql`create table things (id integer)`.execute(db)
    await sql`insert into things values (1)`.execute(db)
    return db
  }
  const read = async (db: Kysely<Schema>) =>
    (await sql<{ id: number }>`select * from things where id = ${1}`.execute(db)).rows
  const readOften = async (db: Kysely<Schema>) => {
    for (let use = 0; use < OFTEN; use += 1) await read(db)
  }

  it('are parsed once', async () => {
    const db = await openTable(1)
    await readOften(db)
    const { rows } = await sql`select name from pg_prepared_statements`.execute(db)
    expect(rows).toHaveLength(1)
    await db.destroy()
  })

  it('bear a column that is added meanwhile, alone and in a transaction', async () => {
    const db = await openTable(4)
    const engine = postgresEngine()
    await readOften(db)
    await sql`alter table things add column name text`.execute(db)
    expect(await read(db)).toEqual([{ id: 1, name: null }])

    await Promise.all([readOften(db), readOften(db), readOften(db)])
    await sql`alter table things add column colour text`.execute(db)
    const wanted = [{ id: 1, name: null, colour: null }]
    const inside = () => engine.run(db, (tx) => read(tx))
    expect(await Promise.all([inside(), inside(), inside()])).toEqual([wanted, wanted, wanted])

    await readOften(db)
    await sql`alter table things drop column name`.execute(db)
    expect(await engine.snapshot(db, (reads) => read(reads))).toEqual([{ id: 1, colour: null }])
    await db.destroy()
  })

  it('are prepared anew when the server forgot them, as behind a pooler', async () => {
    const db = await openTable(1)
    await readOften(db)
    await sql`deallocate all`.execute(db)
    expect(await read(db)).toEqual([{ id: 1 }])
    expect((await sql`select name from pg_prepared_statements`.execute(db)).rows).toEqual([])
    await db.destroy()
  })
})
