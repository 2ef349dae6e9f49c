import { describe, expect, it } from 'vitest'

import { instanceOf, keyPairOf, operationOf } from '../../tests/store-rows.ts'
import type { TemporaryBinding } from '../core/bindings/temporary-binding-store.ts'
import type { Database } from '../core/database.ts'

type Open = () => Promise<Database>

const OWNERS = [
  { account: '1', dialect: 'a' },
  { account: '1', dialect: 'b' },
  { account: '2', dialect: 'a' },
]

/** Lists over all accounts, and bindings with an end, on every engine. `open` gives an empty, migrated database. */
export function describeAccessStores(engine: string, open: Open): void {
  describe(`access stores on ${engine}`, () => {
    describeWalks(open)
    describeOperations(open)
    describeTemporaryBindings(open)
  })
}

function describeWalks(open: Open): void {
  it('walk through the instances and key pairs of all accounts by their keys', async () => {
    await using database = await open()
    const { instances, keyPairs } = database
    for (const owner of OWNERS.toReversed()) {
      for (const id of ['y', 'x']) {
        await instances.insert({ ...instanceOf({ ...owner, id, region: 'r' }), name: `Name-${id}` })
        await keyPairs.insert(keyPairOf({ ...owner, id, region: 'r' }))
      }
    }
    await database.bindings.replace({ account: '2', dialect: 'a', id: 'y' }, ['x'], 5)
    const names = async (query: Parameters<typeof instances.walk>[0]) =>
      (await instances.walk(query)).rows.map(({ account, dialect, id }) => account + dialect + id)
    expect(await names({ limit: 9 })).toEqual(['1ax', '1ay', '1bx', '1by', '2ax', '2ay'])
    const { next } = await instances.walk({ limit: 3 })
    expect(next).toEqual({ account: '1', dialect: 'b', id: 'x' })
    expect(await names({ limit: 2, after: next })).toEqual(['1by', '2ax'])
    expect(await names({ limit: 9, account: '1', text: 'NAME-Y' })).toEqual(['1ay', '1by'])
    expect(await names({ limit: 9, keyPairId: 'x' })).toEqual(['2ay'])
    expect(await names({ limit: 9, isPending: true })).toEqual([])
    for (const id of ['x', 'y']) {
      const key = { account: '1', dialect: 'b', id }
      await instances.update(key, { operationId: undefined }, { desiredVersion: 2 })
    }
    expect(await names({ limit: 9, isPending: true })).toEqual(['1bx', '1by'])
    expect(await names({ limit: 1, isPending: true, account: '1' })).toEqual(['1bx'])
    expect(await names({ limit: 9, isPending: true, account: '2' })).toEqual([])
    expect(await names({ limit: 9, isPending: true, order: 'newest' })).toEqual(['1by', '1bx'])
    for (const id of ['x', 'y']) {
      const key = { account: '1', dialect: 'b', id }
      await instances.update(key, { operationId: undefined }, { appliedVersion: 2 })
    }
    expect(await names({ limit: 9, isPending: true })).toEqual([])
    expect(await names({ limit: 2, isPending: false, region: 'r', state: 'running', dialect: 'b' })).toEqual([
      '1bx',
      '1by',
    ])
    const page = await instances.walk({ limit: 4, order: 'name' })
    expect(page.rows.map(({ account, dialect, id }) => account + dialect + id)).toEqual([
      ...['1ax', '1bx', '2ax', '1ay'],
    ])
    expect(page.next).toEqual({ account: '1', dialect: 'a', id: 'y', name: 'Name-y' })
    expect(await names({ limit: 4, order: 'name', after: page.next })).toEqual(['1by', '2ay'])
    expect(await names({ limit: 4, order: 'name', account: '1', dialect: 'b' })).toEqual(['1bx', '1by'])
    await instances.insert({
      ...instanceOf({ account: '1', dialect: 'b', id: 'new', region: 'r' }),
      createdAtMs: 2,
    })
    const newest = await instances.walk({ limit: 2, order: 'newest' })
    expect(newest.next).toEqual({ account: '2', dialect: 'a', id: 'y', createdAtMs: 1 })
    expect(newest.rows.map(({ id }) => id)).toEqual(['new', 'y'])
    expect(await names({ limit: 9, order: 'newest', after: newest.next })).toEqual([
      '2ax',
      '1by',
      '1bx',
      '1ay',
      '1ax',
    ])
    await instances.remove({ account: '1', dialect: 'b', id: 'new' })
    const pairs = await keyPairs.walk({ after: next, limit: 2 })
    expect(pairs.map(({ account, dialect, id }) => account + dialect + id)).toEqual(['1by', '2ax'])
    expect(await keyPairs.findAnywhere({ account: '1', dialect: 'a' }, 'y')).toHaveLength(1)
  })
}

function describeOperations(open: Open): void {
  it('walk through operations, newest first, and through those that match', async () => {
    await using database = await open()
    const { operations } = database
    for (const [index, outcome] of (['succeeded', 'failed', 'running', 'failed'] as const).entries()) {
      const operation = operationOf({ account: '1', dialect: 'a', id: `op-${index}` })
      // Two of one instant: the id decides.
      await operations.insert({ ...operation, outcome, createdAtMs: Math.min(index, 2) })
    }
    const first = await operations.walk({ limit: 3 })
    expect(first.rows.map(({ id }) => id)).toEqual(['op-3', 'op-2', 'op-1'])
    expect(first.next).toEqual({ createdAtMs: 1, id: 'op-1' })
    const rest = await operations.walk({ limit: 3, after: first.next })
    expect([rest.rows.map(({ id }) => id), rest.next]).toEqual([['op-0'], undefined])
    const failed = await operations.walk({ limit: 9, outcome: 'failed', account: '1', instanceId: 'i' })
    expect(failed.rows.map(({ id }) => id)).toEqual(['op-3', 'op-1'])
    expect((await operations.walk({ limit: 9, dialect: 'b' })).rows).toEqual([])
    expect(await operations.countFailedSince(1)).toBe(2)
    expect(await operations.countFailedSince(2)).toBe(1)
    expect(await operations.countFailedSince(3)).toBe(0)
  })
}

function describeTemporaryBindings(open: Open): void {
  const key = { account: '1', dialect: 'a', instanceId: 'i', keyPairId: 'k' }
  const instance = { account: '1', dialect: 'a', id: 'i' }
  const binding: TemporaryBinding = { ...key, expiresAtMs: 10, dueAtMs: 10, endingAtMs: undefined }

  async function withBinding(open: Open): Promise<Database> {
    const database = await open()
    for (const id of ['k', 'other']) {
      await database.keyPairs.insert(keyPairOf({ account: '1', dialect: 'a', region: 'r', id }))
    }
    await database.bindings.replace(instance, ['k'], 1)
    await database.temporaryBindings.put(binding)
    return database
  }

  it('are claimed once, the earliest due first', async () => {
    await using database = await withBinding(open)
    const { temporaryBindings } = database
    await temporaryBindings.put({ ...binding, keyPairId: 'later', dueAtMs: 20 })
    expect(await temporaryBindings.earliest(1)).toEqual([binding])
    const until = { dueAtMs: 30, endingAtMs: 11 }
    expect(await temporaryBindings.claim(binding, until)).toBe(true)
    expect(await temporaryBindings.claim(binding, until)).toBe(false)
    expect((await temporaryBindings.earliest(9)).map(({ keyPairId }) => keyPairId)).toEqual(['later', 'k'])
    expect(await temporaryBindings.ofInstance(key)).toContainEqual({ ...binding, ...until })
  })

  it('go with their binding, unless they are the reason that it goes', async () => {
    await using database = await withBinding(open)
    const { bindings, temporaryBindings } = database
    await bindings.replace(instance, ['other', 'k'], 2)
    expect(await bindings.boundSince(instance)).toEqual(
      new Map([
        ['k', 1],
        ['other', 2],
      ]),
    )
    expect(await bindings.publicKeysOf(instance)).toEqual(['ssh-ed25519 other', 'ssh-ed25519 k'])
    expect(await temporaryBindings.earliest(9)).toEqual([binding])
    await bindings.replace(instance, ['other'])
    expect(await temporaryBindings.earliest(9)).toEqual([])
    await temporaryBindings.put({ ...binding, endingAtMs: 10 })
    await bindings.replace(instance, [])
    expect(await temporaryBindings.earliest(9)).toHaveLength(1)
    await temporaryBindings.remove(key)
    expect(await temporaryBindings.earliest(9)).toEqual([])
    await bindings.replace(instance, ['k', 'other'], new Map([['k', 3]]))
    expect(await bindings.boundSince(instance)).toEqual(
      new Map([
        ['k', 3],
        ['other', undefined],
      ]),
    )
  })

  it('know which pair takes the place of which', async () => {
    await using database = await open()
    const { temporaryBindings } = database
    const rotation = {
      account: '1',
      dialect: 'a',
      oldKeyPairId: 'k',
      newKeyPairId: 'n',
      overlapMs: 5,
      startedAtMs: 6,
    }
    expect(await temporaryBindings.findRotation(key)).toBeUndefined()
    expect(await temporaryBindings.putRotation(rotation)).toBe(true)
    expect(await temporaryBindings.findRotation(key)).toEqual(rotation)
    const next = { ...rotation, newKeyPairId: 'm', startedAtMs: 7 }
    expect(await temporaryBindings.putRotation(next)).toBe(false)
    expect(await temporaryBindings.putRotation(next, 'other')).toBe(false)
    await temporaryBindings.removeRotation({ ...key, newKeyPairId: 'm' })
    expect(await temporaryBindings.findRotation(key)).toEqual(rotation)
    expect(await temporaryBindings.putRotation(next, 'n')).toBe(true)
    expect(await temporaryBindings.findRotation(key)).toEqual(next)
    await temporaryBindings.removeRotation({ ...key, newKeyPairId: 'm' })
    expect(await temporaryBindings.findRotation(key)).toBeUndefined()
    await temporaryBindings.putRotation(rotation)
    await temporaryBindings.removeRotation(key)
    expect(await temporaryBindings.findRotation(key)).toBeUndefined()
  })
}
