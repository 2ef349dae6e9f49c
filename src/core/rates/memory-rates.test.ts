import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { heldClock } from '../../../tests/held-clock.ts'
import { MemoryRates } from './memory-rates.ts'

function times(count: number, rates: MemoryRates, subject: string, perSecond = 10) {
  return Array.from({ length: count }, () => rates.take(subject, perSecond))
}

describe('MemoryRates', () => {
  it('lets ten of a second pass, refuses the eleventh and lets it pass a second later', () => {
    const clock = heldClock()
    const rates = new MemoryRates(clock, 'documented')
    expect(times(10, rates, 'a')).toEqual(Array(10).fill(undefined))
    expect(rates.take('a', 10)).toEqual({ count: 11, limit: 10, retryAfterMs: 1_000 })
    clock.advance(999)
    expect(rates.take('a', 10)).toEqual({ count: 11, limit: 10, retryAfterMs: 1 })
    clock.advance(1)
    expect(times(11, rates, 'a').filter((excess) => excess)).toHaveLength(1)
  })

  it('frees a place a second after each that passed, not all at once', () => {
    const clock = heldClock()
    const rates = new MemoryRates(clock, 'documented')
    rates.take('a', 2)
    clock.advance(600)
    rates.take('a', 2)
    expect(rates.take('a', 2)).toMatchObject({ retryAfterMs: 400 })
    clock.advance(400)
    expect(times(2, rates, 'a', 2)).toEqual([undefined, { count: 3, limit: 2, retryAfterMs: 600 }])
  })

  it('counts every subject for itself', () => {
    const rates = new MemoryRates(heldClock(), 'documented')
    times(10, rates, 'a')
    expect(rates.take('a', 10)).toBeDefined()
    expect(rates.take('b', 10)).toBeUndefined()
  })

  it('refuses nothing when it is off, and takes a number for every limit', () => {
    const off = new MemoryRates(heldClock(), 'off')
    expect(times(100, off, 'a').filter((excess) => excess)).toEqual([])
    expect(off.size).toBe(0)
    expect(times(4, new MemoryRates(heldClock(), 3), 'a')[3]).toMatchObject({ count: 4, limit: 3 })
  })

  it('never lets more than the limit pass in any second, and always one that is due', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 5 }), (stepsMs, limit) => {
        const clock = heldClock()
        const rates = new MemoryRates(clock, 'documented')
        const passedMs: number[] = []
        for (const stepMs of stepsMs) {
          clock.advance(stepMs)
          const nowMs = clock.now()
          const inLastSecond = passedMs.filter((atMs) => atMs > nowMs - 1_000).length
          const isRefused = rates.take('a', limit) !== undefined
          expect(isRefused).toBe(inLastSecond >= limit)
          if (!isRefused) passedMs.push(nowMs)
        }
      }),
    )
  })

  it('forgets who was idle, whatever number of them came', () => {
    const clock = heldClock()
    const rates = new MemoryRates(clock, 'documented')
    for (let second = 0; second < 10; second += 1) {
      for (let caller = 0; caller < 100; caller += 1) rates.take(`${second} ${caller}`, 10)
      clock.advance(1_000)
    }
    // Those of the last two seconds.
    expect(rates.size).toBe(200)
    clock.advance(1_000)
    rates.take('late', 10)
    expect(rates.size).toBe(1)
  })

  it('starts anew when the clock is set back', () => {
    const clock = heldClock()
    const rates = new MemoryRates(clock, 'documented')
    times(10, rates, 'a')
    clock.advance(-3_600_000)
    expect(times(11, rates, 'a').filter((excess) => excess)).toHaveLength(1)
  })
})
