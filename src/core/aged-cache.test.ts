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
