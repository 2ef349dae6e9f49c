import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

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

it('keeps a key and nothing of the request that it was cut from', async () => {
  setFlagsFromString('--expose-gc')
  // What the flag gives is a function of every new context.
  const collect = runInNewContext('gc') as () => void
  const cache = new AgedCache<{ id: string }>(heldClock(), { ageMs: 100, size: 1_000 })
  const usedMiB = () => {
    collect()
    return process.memoryUsage().heapUsed / 2 ** 20
  }
  const beforeMiB = usedMiB()
  for (let place = 0; place < 1_000; place += 1) {
    const request = Buffer.alloc(100_000, `AccessKeyId=a-long-id-${place}&`).toString('latin1')
    await cache.get(request.slice(12, 30), (id) => Promise.resolve({ id }))
  }
  expect(usedMiB() - beforeMiB).toBeLessThan(50)
  expect(await cache.get('a-long-id-0&Access', () => Promise.reject(new Error('not kept')))).toBeDefined()
})
