import { CompiledQuery, type Kysely, sql } from 'kysely'
import { expect, it } from 'vitest'

import { migrations } from '../migrations/index.ts'
import { openSqlite } from '../sqlite/sqlite-database.ts'
import { migrate } from './migrate.ts'
import type { Schema } from './schema.ts'
import { SharedCommits } from './shared-commits.ts'

async function open() {
  const db = openSqlite('memory')
  await migrate(db, migrations, 0)
  return { db, commits: new SharedCommits(db), [Symbol.asyncDispose]: () => db.destroy() }
}

function insert(db: Kysely<Schema>, name: string) {
  return db.insertInto('settings').values({ name, value: '' }).execute()
}

async function names(db: Kysely<Schema>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from settings where name like 'test %'`.execute(db)
  return rows.map(({ name }) => name)
}

it('commits those that wait together, one after the other in the order in which they came', async () => {
  await using opened = await open()
  const { db, commits } = opened
  const order: string[] = []
  const works = ['test 1', 'test 2', 'test 3'].map((name) =>
    commits.run(async (tx) => {
      order.push(`begin ${name}`)
      await insert(tx, name)
      order.push(`end ${name}`)
      return name
    }),
  )
  expect(await Promise.all(works)).toEqual(['test 1', 'test 2', 'test 3'])
  expect(order).toEqual(['test 1', 'test 2', 'test 3'].flatMap((name) => [`begin ${name}`, `end ${name}`]))
  expect(await names(db)).toEqual(['test 1', 'test 2', 'test 3'])
})

it.each([0, 1, 2])('takes back the one that fails alone: number %d', async (failing) => {
  await using opened = await open()
  const { db, commits } = opened
  const works = [0, 1, 2].map((number) =>
    commits.run(async (tx) => {
      await insert(tx, `test ${number}`)
      if (number === failing) throw new Error('refused')
    }),
  )
  const outcomes = await Promise.allSettled(works)
  expect(outcomes.map(({ status }) => status === 'rejected')).toEqual([0, 1, 2].map((one) => one === failing))
  expect(await names(db)).toEqual([0, 1, 2].filter((one) => one !== failing).map((one) => `test ${one}`))
})

it('tells nobody of anything before the commit', async () => {
  await using opened = await open()
  const { db, commits } = opened
  const told: string[] = []
  const first = commits.run((tx) => insert(tx, 'test 1')).then(() => told.push('first'))
  const second = commits.run(() => Promise.reject(new Error('refused'))).catch(() => void told.push('second'))
  const third = commits.run(async () => {
    await Promise.resolve()
    expect(told).toEqual([])
  })
  await Promise.all([first, second, third])
  expect(told).toEqual(['first', 'second'])
  expect(await names(db)).toEqual(['test 1'])
})

it('fails for all when the engine has ended the transaction, and goes on with the next', async () => {
  await using opened = await open()
  const { db, commits } = opened
  const first = commits.run((tx) => insert(tx, 'test 1'))
  const second = commits.run(async (tx) => {
    await tx.executeQuery(CompiledQuery.raw('rollback'))
    throw new Error('the disk is full')
  })
  const outcomes = await Promise.allSettled([first, second])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await names(db)).toEqual([])
  await commits.run((tx) => insert(tx, 'test 3'))
  expect(await names(db)).toEqual(['test 3'])
})

it('commits many by and by', async () => {
  await using opened = await open()
  const { db, commits } = opened
  const works = Array.from({ length: 100 }, (_, number) =>
    commits.run((tx) => insert(tx, `test ${String(number).padStart(3, '0')}`)),
  )
  await Promise.all(works)
  expect(await names(db)).toHaveLength(100)
})
