import { copyFile, mkdir, open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'

import { type Kysely, sql } from 'kysely'
import { describe, expect, it } from 'vitest'

import type { Schema } from '../sql/schema.ts'
import { openSqlite } from '../sqlite/sqlite-database.ts'
import { copyRunning } from './copy-running.ts'

type Db = Kysely<Schema>

const ROWS = 500
/** Rows of more than a page each: the file has hundreds of pages, and the changes below touch all of them. */
const ROW_BYTES = 5_000

describe('a copy of a running database', () => {
  it('is whole where the log is moved to the file in the middle of copying it', async () => {
    await using server = await startDatabase()
    const { db, data, copy } = server
    await addOne(db)
    let copies = 0
    await copyRunning(data, copy, async (from, to) => {
      if (!from.endsWith('.db')) return copyFile(from, to)
      copies += 1
      await copyHalves(from, to, async () => {
        await addOne(db)
        await moveLog(db)
      })
    })
    // The log only grew: once was enough.
    expect(copies).toBe(1)
    expect(await judge(copy)).toEqual({ check: 'ok', count: ROWS, least: 2, most: 2 })
  })

  it('is made again where the log began anew meanwhile', async () => {
    await using server = await startDatabase()
    const { db, data, copy } = server
    await addOne(db)
    let copies = 0
    await copyRunning(data, copy, async (from, to) => {
      if (!from.endsWith('.db')) return copyFile(from, to)
      copies += 1
      await copyHalves(from, to, async () => {
        if (copies > 3) return
        await addOne(db)
        await moveLog(db)
        // The first change after that begins the log anew: what was moved is no longer in it.
        await sql`update purses set padding = padding || 'x' where id = 0`.execute(db)
      })
    })
    expect(copies).toBe(4)
    expect(await judge(copy)).toEqual({ check: 'ok', count: ROWS, least: 4, most: 4 })
  })

  it('does without what was not committed when it was made', async () => {
    await using server = await startDatabase()
    const { db, data, copy } = server
    await db.transaction().execute(async (tx) => {
      await addOne(tx)
      await copyRunning(data, copy)
    })
    expect(await judge(copy)).toEqual({ check: 'ok', count: ROWS, least: 0, most: 0 })
  })

  it('does without what is half in the log', async () => {
    await using server = await startDatabase()
    const { db, data, copy } = server
    await addOne(db)
    await copyRunning(data, copy, async (from, to) => {
      await copyFile(from, to)
      if (from.endsWith('-wal')) await writeFile(to, (await readFile(to)).subarray(0, 50_000))
    })
    expect(await judge(copy)).toEqual({ check: 'ok', count: ROWS, least: 0, most: 0 })
  })

  it('is made again where a server ended or started meanwhile', async () => {
    await using server = await startDatabase()
    const { data, copy } = server
    await addOne(server.db)
    let copies = 0
    await copyRunning(data, copy, async (from, to) => {
      if (!from.endsWith('.db')) return copyFile(from, to)
      copies += 1
      await copyHalves(from, to, async () => {
        if (copies === 1) await server.db.destroy()
        if (copies !== 2) return
        // With a log that comes and goes in between.
        const next = openSqlite(data)
        await addOne(next)
        await next.destroy()
      })
    })
    expect(copies).toBe(3)
    expect(readdirSync(copy)).toEqual(['keyplane.db'])
    expect(await judge(copy)).toEqual({ check: 'ok', count: ROWS, least: 2, most: 2 })
  })

  it('is given up where that never ends', async () => {
    await using server = await startDatabase()
    const { db, data, copy } = server
    const copying = copyRunning(data, copy, async (from, to) => {
      await copyFile(from, to)
      if (!from.endsWith('.db')) return
      await moveLog(db)
      await sql`update purses set ones = ones + 1 where id = 0`.execute(db)
    })
    await expect(copying).rejects.toThrow('try again when it is quieter')
  })
})

interface Running extends AsyncDisposable {
  readonly db: Db
  readonly data: string
  readonly copy: string
}

async function startDatabase(): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-copy-'))
  const [data, copy] = [join(folder, 'data'), join(folder, 'copy')]
  await mkdir(copy)
  const db = openSqlite(data)
  await sql`create table purses (id integer primary key, ones integer, padding text)`.execute(db)
  await sql`insert into purses
    with recursive number (n) as (values (0) union all select n + 1 from number where n < ${ROWS - 1})
    select n, 0, hex(zeroblob(${ROW_BYTES / 2})) from number`.execute(db)
  await moveLog(db)
  return {
    ...{ db, data, copy },
    async [Symbol.asyncDispose]() {
      await db.destroy()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** One more in every row: a copy in which rows differ is of no instant. */
async function addOne(db: Db): Promise<void> {
  await sql`update purses set ones = ones + 1`.execute(db)
}

/** What the engine does by itself after some thousand pages. */
async function moveLog(db: Db): Promise<void> {
  const { rows } = await sql<{
    busy: number
    log: number
    checkpointed: number
  }>`pragma wal_checkpoint`.execute(db)
  expect(rows[0]).toMatchObject({ busy: 0, checkpointed: rows[0]?.log })
}

async function copyHalves(from: string, to: string, between: () => Promise<void>): Promise<void> {
  const whole = await open(from)
  const { size } = await whole.stat()
  const half = Buffer.alloc(size / 2)
  await whole.read(half, 0, half.length, 0)
  await whole.close()
  await between()
  const rest = (await readFile(from)).subarray(half.length)
  await writeFile(to, Buffer.concat([half, rest]))
}

async function judge(copy: string): Promise<object> {
  const db = openSqlite(copy)
  try {
    const checked = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db)
    const { rows } = await sql<object>`select count(*) as count, min(ones) as least, max(ones) as most
      from purses`.execute(db)
    return { check: checked.rows[0]?.quick_check, ...rows[0] }
  } finally {
    await db.destroy()
  }
}
