import { describe, expect, test } from 'vitest'

import { heldClock } from '../../tests/held-clock.ts'
import { type Call, Trail } from './call.ts'
import { ContinuedPages } from './continued-pages.ts'
import type { Page, Position } from './page.ts'

const CALL: Call = {
  ...{ dialect: 'd', account: '1', user: 'root', accessKeyId: 'ak', region: 'r', action: 'List' },
  ...{ requestId: '', sourceAddress: '', nowMs: 0, trail: new Trail() },
}

interface Options {
  readonly limit?: number
  readonly call?: Call
  readonly query?: object
}

/** A list, newest first, that changes between two pages. */
function createList(size: number) {
  const clock = heldClock()
  const pages = new ContinuedPages(clock)
  let rows: Position[] = Array.from({ length: size }, (_, at) => ({
    id: `old-${at}`,
    createdAtMs: size - at,
  }))
  const list = (page: Page) => {
    const from =
      'offset' in page
        ? page.offset
        : rows.findIndex(({ createdAtMs }) => createdAtMs < (page.after?.createdAtMs ?? Infinity))
    const shown = from < 0 ? [] : rows.slice(from, from + page.limit)
    const next = from < 0 || from + page.limit >= rows.length ? undefined : shown.at(-1)
    return Promise.resolve({ rows: shown, total: rows.length, next })
  }
  let born = size
  const readPage = (offset: number, { limit = 10, call = CALL, query = {} }: Options) =>
    pages.read(call, { query, page: { offset, limit } }, list)
  return {
    clock,
    create: () => rows.unshift({ id: `new-${++born}`, createdAtMs: born }),
    remove: (id: string) => (rows = rows.filter((row) => row.id !== id)),
    async read(offset: number, options: Options = {}) {
      const { rows } = await readPage(offset, options)
      return rows.map(({ id }) => id)
    },
    async total(offset: number) {
      return (await readPage(offset, {})).total
    },
  }
}

const old = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `old-${from + at}`)

describe('ContinuedPages', () => {
  test('creating and deleting between two pages neither repeats nor loses a row', async () => {
    const list = createList(30)
    expect(await list.read(0)).toEqual(old(0, 10))
    list.create()
    list.create()
    expect(await list.read(10)).toEqual(old(10, 20))
    for (const id of old(0, 5)) list.remove(id)
    expect(await list.read(20)).toEqual(old(20, 30))
    expect(await list.read(30)).toEqual([])
  })

  test('who reads until there is nothing left comes to an end', async () => {
    const list = createList(25)
    const seen: string[] = []
    for (let offset = 0; ; offset += 10) {
      const ids = await list.read(offset)
      if (ids.length === 0) break
      seen.push(...ids)
      for (let times = 0; times < 10; times++) list.create()
    }
    expect(seen).toEqual(old(0, 25))
  })

  test('the last row of a page may be deleted', async () => {
    const list = createList(20)
    await list.read(0)
    list.remove('old-9')
    expect(await list.read(10)).toEqual(old(10, 20))
  })

  test('the total is that of the reader: it is reached with the last page and not before', async () => {
    const list = createList(30)
    expect(await list.total(0)).toBe(30)
    for (const id of old(0, 10)) list.remove(id)
    expect(await list.total(10)).toBe(21)
    for (let count = 0; count < 40; count += 1) list.create()
    expect(await list.total(20)).toBe(30)
  })

  test('of a list that goes on beyond the page, what came counts until the end', async () => {
    const list = createList(40)
    await list.read(0)
    list.create()
    expect(await list.total(10)).toBe(41)
    await list.read(20)
    expect(await list.total(30)).toBe(40)
  })

  test('the first page is always the first', async () => {
    const list = createList(20)
    await list.read(0)
    list.create()
    expect(await list.read(0)).toEqual(['new-21', ...old(0, 9)])
  })

  test('a page that follows none is counted from the first row', async () => {
    const list = createList(30)
    await list.read(0)
    list.create()
    expect(await list.read(20)).toEqual(old(19, 29))
    expect(await list.read(5, { limit: 5 })).toEqual(old(4, 9))
  })

  test.each([
    ['another caller', { call: { ...CALL, accessKeyId: 'other' } }],
    ['another account', { call: { ...CALL, account: '2' } }],
    ['another region', { call: { ...CALL, region: 's' } }],
    ['another filter', { query: { names: ['a'] } }],
  ])('%s is not led on', async (_, other) => {
    const list = createList(20)
    await list.read(0)
    list.create()
    expect(await list.read(10, other)).toEqual(old(9, 19))
  })

  test('after a minute a page is counted from the first row again', async () => {
    const list = createList(20)
    await list.read(0)
    list.create()
    list.clock.advance(60_000)
    expect(await list.read(10)).toEqual(old(9, 19))
  })
})
