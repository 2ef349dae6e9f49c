import { describe, expect, it } from 'vitest'

import { Turns } from './turns.ts'

describe('Turns', () => {
  it('lets no more run at once than it has, and all in the end', async () => {
    const turns = new Turns(2)
    let running = 0
    let most = 0
    const works = Array.from({ length: 10 }, () =>
      turns.run(async () => {
        running += 1
        most = Math.max(most, running)
        await Promise.resolve()
        running -= 1
      }),
    )
    await Promise.all(works)
    expect([most, running]).toEqual([2, 0])
  })

  it('gives the turn away during a pause and takes it back', async () => {
    const turns = new Turns(1)
    const woken = Promise.withResolvers<void>()
    const order: string[] = []
    const sleeper = turns.run(async (turn) => {
      await Promise.all([turn.pause(woken.promise), turn.pause(woken.promise)])
      order.push('sleeper')
    })
    await turns.run(async () => {
      order.push('other')
      woken.resolve()
      await Promise.resolve()
      order.push('other ends')
    })
    await sleeper
    expect(order).toEqual(['other', 'other ends', 'sleeper'])
  })

  it('gives the turn back when the work fails, also in a pause', async () => {
    const turns = new Turns(1)
    const never = Promise.withResolvers<void>()
    const failing = turns.run(async (turn) => {
      void turn.pause(never.promise)
      throw new Error('failed')
    })
    await expect(failing).rejects.toThrow('failed')
    await expect(turns.run(() => Promise.reject(new Error('failed too')))).rejects.toThrow('failed too')
    never.resolve()
    await never.promise
    expect(await turns.run(async () => 'next')).toBe('next')
    expect(await turns.run(async () => 'and next')).toBe('and next')
  })
})
