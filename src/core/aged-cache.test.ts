import { expect, it } from 'vitest'

import { heldClock } from '../../tests/held-clock.ts'
import { AgedCache } from './aged-cache.ts'

it('loads again what is too old or was dropped for lack of room', async () => {
  const clock = heldClock()
  const cache = new AgedCache<string>(clock, { ageMs: 100, size: 2 })
  const loaded: string[] = []
  const get = (key: string) =>
    cache.get(key, () => {
      loaded.push(key)
      return Promise.resolve(key)
    })
  for (const key of ['a', 'a', 'b', 'a', 'c', 'b', 'a']) expect(await get(key)).toBe(key)
  expect(loaded).toEqual(['a', 'b', 'c', 'a'])
  clock.advance(100)
  await get('a')
  expect(loaded).toHaveLength(5)
})

it('keeps nothing of a load that failed', async () => {
  const cache = new AgedCache<string>(heldClock(), { ageMs: 100, size: 2 })
  await expect(cache.get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down')
  expect(await cache.get('a', () => Promise.resolve('up'))).toBe('up')
})

it('loads again what was forgotten, also when it was being loaded then', async () => {
  const cache = new AgedCache<string>(heldClock(), { ageMs: 100, size: 2 })
  let stored = 'old'
  const load = () => Promise.resolve(stored)
  await cache.get('a', load)
  stored = 'new'
  expect(await cache.get('a', load)).toBe('old')
  cache.forget('a')
  expect(await cache.get('a', load)).toBe('new')

  const slow = Promise.withResolvers<string>()
  const loading = cache.get('b', () => slow.promise)
  cache.forget('b')
  slow.resolve('read before the change')
  expect(await loading).toBe('read before the change')
  expect(await cache.get('b', load)).toBe('new')
})
