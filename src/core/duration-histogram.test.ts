import { describe, expect, it } from 'vitest'

import { DURATION_BOUNDS, DurationHistogram } from './duration-histogram.ts'

describe('DurationHistogram', () => {
  it('counts a value in the first bucket that it is not above, and in all that follow', () => {
    const histogram = new DurationHistogram()
    for (const seconds of [0.001, 0.0011, 0.3, 10, 11]) histogram.add(seconds)
    const counts = histogram.cumulated()
    const upTo = (bound: number) => counts[DURATION_BOUNDS.indexOf(bound)]
    expect([upTo(0.001), upTo(0.0025), upTo(0.25), upTo(0.5), upTo(5), upTo(10)]).toEqual([1, 2, 2, 3, 3, 4])
    expect(counts.at(-1)).toBe(5)
    expect(counts).toHaveLength(DURATION_BOUNDS.length + 1)
    expect(histogram.sum).toBeCloseTo(21.3021)
  })

  it('begins empty', () => {
    const histogram = new DurationHistogram()
    expect([histogram.sum, new Set(histogram.cumulated())]).toEqual([0, new Set([0])])
  })
})
