import { describe, expect, it } from 'vitest'

import { eachBounded } from './each-bounded.ts'

describe('eachBounded', () => {
  it('gives each result once, the quick ones before the slow one', async () => {
    const slow = Promise.withResolvers<void>()
    const results: number[] = []
    const each = eachBounded([1, 2, 3, 4], 2, async (item) => {
      if (item === 1) await slow.promise
      return item
    })
    for await (const result of each) {
      results.push(result)
      if (results.length === 3) slow.resolve()
    }
    expect(results).toEqual([2, 3, 4, 1])
  })

  it('never does more at a time than it may', async () => {
    let running = 0
    let most = 0
    const work = async () => {
      most = Math.max(most, ++running)
      await Promise.resolve()
      running -= 1
      return 1
    }
    let done = 0
    for await (const result of eachBounded([...Array(20).keys()], 3, work)) done += result
    expect(done).toBe(20)
    expect(most).toBe(3)
  })

  it('ends by one that rejects; others that do so later harm nobody', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown) => void unhandled.push(reason)
    process.on('unhandledRejection', note)
    const later = Promise.withResolvers<void>()
    const each = eachBounded([1, 2, 3], 2, async (item) => {
      if (item > 1) await later.promise
      return item
    })
    expect(await each.next()).toEqual({ done: false, value: 1 })
    await each.return()
    later.reject(new Error('too late'))
    // Node tells of unhandled rejections once the microtasks are done.
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })

  it('gives nothing for nothing', async () => {
    expect(await eachBounded([], 3, async () => 1).next()).toEqual({ done: true, value: undefined })
  })
})
