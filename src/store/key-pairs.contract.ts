import { expect, it } from 'vitest'

import type { Database } from '../core/database.ts'
import { keyPair, SCOPE } from './test-support/rows.ts'

type Open = () => Promise<Database>

export function describeKeyPairs(open: Open): void {
  it('gives a key pair back as it was stored, and only inside its scope', async () => {
    await using database = await open()
    const stored = keyPair('a', { tags: [{ key: 'k', value: 'v' }], description: "it's" })
    expect(await database.keyPairs.insert(stored)).toBe(true)
    expect(await database.keyPairs.findByIds(SCOPE, ['a', 'unknown'])).toEqual([stored])
    expect(await database.keyPairs.findByNames(SCOPE, ['name-a'])).toEqual([stored])
    expect(await database.keyPairs.findByPublicKey(SCOPE, stored.publicKey)).toEqual(stored)
    for (const query of [{ ids: [] }, { names: [] }, { projects: [] }]) {
      const { rows, total } = await database.keyPairs.list(SCOPE, { ...query, page: { limit: 9, offset: 0 } })
      expect({ rows, total }, JSON.stringify(query)).toEqual({ rows: [], total: 0 })
    }
    for (const other of [{ account: '2' }, { dialect: 'other' }, { region: 'there' }]) {
      expect(await database.keyPairs.findByIds({ ...SCOPE, ...other }, ['a'])).toEqual([])
    }
  })

  it('keeps a text that not every engine can hold as each of them does, and finds it again', async () => {
    await using database = await open()
    const odd = { name: 'a\0b', description: '\ud800\0' }
    // Lists are JSON text, which has a spelling for it.
    const tags = [{ key: 'k\0', value: '\ud800' }]
    await database.keyPairs.insert(keyPair('a', { ...odd, tags }))
    const kept = keyPair('a', { name: 'a\ufffdb', description: '\ufffd\ufffd', tags })
    expect(await database.keyPairs.findByNames(SCOPE, [odd.name])).toEqual([kept])
    const { rows } = await database.keyPairs.list(SCOPE, { names: [odd.name], page: { limit: 9, offset: 0 } })
    expect(rows).toMatchObject([kept])
  })

  it('refuses a second pair of the same name in one scope', async () => {
    await using database = await open()
    expect(await database.keyPairs.insert(keyPair('a', { name: 'same' }))).toBe(true)
    expect(await database.keyPairs.insert(keyPair('b', { name: 'same' }))).toBe(false)
    expect(await database.keyPairs.insert(keyPair('b', { name: 'same', region: 'there' }))).toBe(true)
  })

  it('pages newest first without a gap or a repeat, by offset and by position', async () => {
    await using database = await open()
    const ids = Array.from({ length: 25 }, (_, index) => `k${String(index).padStart(2, '0')}`)
    for (const [index, id] of ids.entries()) {
      await database.keyPairs.insert(keyPair(id, { createdAtMs: Math.floor(index / 3) }))
    }
    const newestFirst = ids.toReversed()
    const byOffset: string[] = []
    for (let offset = 0; offset < 25; offset += 10) {
      const { rows, total } = await database.keyPairs.list(SCOPE, { page: { limit: 10, offset } })
      expect(total).toBe(25)
      byOffset.push(...rows.map(({ id }) => id))
    }
    expect(byOffset).toEqual(newestFirst)
    const some = { ids: ['k03', 'k20', 'k20', 'none', 'k07'], page: { limit: 2, offset: 0 } }
    const { rows: named, total } = await database.keyPairs.list(SCOPE, some)
    expect({ ids: named.map(({ id }) => id), total }).toEqual({ ids: ['k20', 'k07'], total: 3 })
    const byPosition: string[] = []
    let after: { createdAtMs: number; id: string } | undefined
    do {
      const { rows, next } = await database.keyPairs.list(SCOPE, { page: { limit: 10, after } })
      byPosition.push(...rows.map(({ id }) => id))
      after = next
    } while (after)
    expect(byPosition).toEqual(newestFirst)
  })

  it.each([
    ['exact', 'web-1', ['web-1']],
    ['contains', 'b-', ['web-1', 'web-2']],
    ['startsWith', 'we', ['web-1', 'web-2']],
    ['endsWith', '-2', ['db%2-2', 'web-2']],
    ['contains', '%', ['db%2-2']],
    ['contains', '_', []],
    ['startsWith', 'WEB', []],
    ['endsWith', '😀b', ['a😀b']],
    ['contains', '', ['a😀b', 'db%2-2', 'web-1', 'web-2']],
    ['endsWith', 'longer than any name', []],
  ] as const)('matches names: %s %j', async (match, text, expected) => {
    await using database = await open()
    for (const name of ['web-1', 'web-2', 'db%2-2', 'a😀b'])
      await database.keyPairs.insert(keyPair(name, { name }))
    const query = { namePatterns: [{ match, text }], page: { limit: 10, offset: 0 } }
    const { rows } = await database.keyPairs.list(SCOPE, query)
    expect(rows.map(({ name }) => name).toSorted()).toEqual(expected)
  })

  it('never lists what is outside the scope, whatever is asked for', async () => {
    await using database = await open()
    await database.keyPairs.insert(keyPair('mine'))
    await database.keyPairs.insert(keyPair('theirs', { account: '2' }))
    await database.keyPairs.insert(keyPair('elsewhere', { region: 'there' }))
    for (const match of ['contains', 'startsWith', 'endsWith'] as const) {
      const query = { namePatterns: [{ match, text: '' }], page: { limit: 10, offset: 0 } }
      const { rows } = await database.keyPairs.list(SCOPE, query)
      expect(rows.map(({ id }) => id)).toEqual(['mine'])
    }
  })

  it('finds by tag: key alone, value alone, both; filters are all needed', async () => {
    await using database = await open()
    const tags = [
      { key: 'env', value: 'prod' },
      { key: 'team', value: 'a' },
    ]
    await database.keyPairs.insert(keyPair('a', { tags }))
    await database.keyPairs.insert(keyPair('b'))
    await database.tags.put({ ...SCOPE, kind: 'keyPair' }, 'a', tags)
    await database.tags.put({ ...SCOPE, kind: 'instance' }, 'b', tags)
    const find = async (...filters: { key?: string; values: string[] }[]) => {
      const { rows } = await database.keyPairs.list(SCOPE, { tags: filters, page: { limit: 10, offset: 0 } })
      return rows.map(({ id }) => id)
    }
    expect(await find({ key: 'env', values: [] })).toEqual(['a'])
    expect(await find({ values: ['prod'] })).toEqual(['a'])
    expect(await find({ key: 'env', values: ['test', 'prod'] }, { key: 'team', values: ['a'] })).toEqual([
      'a',
    ])
    expect(await find({ key: 'env', values: ['prod'] }, { key: 'team', values: ['b'] })).toEqual([])
    await database.tags.removeAll({ ...SCOPE, kind: 'keyPair' }, [])
    expect(await find({ key: 'env', values: [] })).toEqual(['a'])
    await database.tags.removeAll({ ...SCOPE, kind: 'keyPair' }, ['a'])
    expect(await find({ key: 'env', values: [] })).toEqual([])
  })

  it('changes a key pair, unless it is gone or its new name is taken in the scope', async () => {
    await using database = await open()
    await database.keyPairs.insert(keyPair('a'))
    await database.keyPairs.insert(keyPair('b'))
    await database.keyPairs.insert(keyPair('c', { region: 'there', name: 'elsewhere' }))
    const changes = { description: 'new', project: 'p', tags: [{ key: 'k', value: 'v' }], updatedAtMs: 2_000 }
    expect(await database.keyPairs.update(SCOPE, 'a', changes)).toBe(true)
    expect(await database.keyPairs.findByIds(SCOPE, ['a'])).toEqual([keyPair('a', changes)])
    for (const [id, name, expected] of [
      ['a', 'name-b', false],
      ['a', 'name-a', true],
      ['a', 'elsewhere', true],
      ['none', 'name', false],
      ['c', 'name', false],
    ] as const) {
      expect(await database.keyPairs.update(SCOPE, id, { name }), `${id} ${name}`).toBe(expected)
    }
    expect((await database.keyPairs.findByIds(SCOPE, ['a']))[0]?.name).toBe('elsewhere')
  })

  it('lists the tags of one kind, account and region, by resource and key', async () => {
    await using database = await open()
    const tags = [
      { key: 'b', value: '2' },
      { key: 'a', value: '1' },
    ]
    for (const [id, fields] of [
      ['k1', {}],
      ['k2', {}],
      ['k3', { region: 'there' }],
      ['k4', { account: '2' }],
    ] as const) {
      const row = keyPair(id, fields)
      await database.keyPairs.insert(row)
      await database.tags.put({ ...row, kind: 'keyPair' }, id, tags)
    }
    await database.tags.put({ ...SCOPE, kind: 'instance' }, 'k1', [{ key: 'other', value: '' }])
    const scope = { ...SCOPE, kind: 'keyPair' } as const
    const find = async (query: object) => {
      const { tags, next } = await database.tags.list(scope, { limit: 10, ...query })
      expect(next).toBeUndefined()
      return tags.map(({ resourceId, key }) => `${resourceId} ${key}`)
    }
    expect(await find({})).toEqual(['k1 a', 'k1 b', 'k2 a', 'k2 b'])
    expect(await find({ resourceIds: ['k2', 'k3'] })).toEqual(['k2 a', 'k2 b'])
    expect(await find({ after: { resourceId: 'k1', key: 'a' } })).toEqual(['k1 b', 'k2 a', 'k2 b'])
    const first = await database.tags.list(scope, { limit: 3 })
    expect(first).toMatchObject({ tags: [{}, {}, {}], next: { resourceId: 'k2', key: 'a' } })
    await database.tags.remove(scope, 'k1', ['b', 'none'])
    expect(await find({})).toEqual(['k1 a', 'k2 a', 'k2 b'])
    expect(await find({ filters: [{ key: 'b', values: ['2'] }] })).toEqual(['k2 a', 'k2 b'])
  })
}
