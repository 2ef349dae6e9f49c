import { afterEach, describe, expect, test, vi } from 'vitest'

import { randomIds, seededIds } from './ids.ts'

describe('ids of a number', () => {
  test('are the same in every run, and differ from each other', () => {
    const draw = (seedNumber: number, epoch = 0) => {
      const ids = seededIds(seedNumber, epoch)
      return [ids.suffix(8), ids.suffix(8), ids.uuid(), ids.uuid(), ids.keyBytes().toString('hex')]
    }
    expect(draw(1)).toEqual(draw(1))
    expect(new Set([...draw(1), ...draw(2), ...draw(1, 1)]).size).toBe(15)
  })

  test('have the form of random ones', () => {
    const ids = seededIds(1)
    expect(ids.suffix(100)).toMatch(/^[0-9a-z]{100}$/)
    expect(ids.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(randomIds().suffix(20)).toMatch(/^[0-9a-z]{20}$/)
  })

  test('of one kind do not depend on how many of another were asked for', () => {
    const [busy, quiet] = [seededIds(1), seededIds(1)]
    for (let asked = 0; asked < 10; asked += 1) busy.uuid()
    expect(busy.suffix(8)).toBe(quiet.suffix(8))
  })

  test('begin again, or go on where they were', () => {
    const ids = seededIds(1)
    const first = ids.suffix(8)
    const position = ids.position()
    const second = ids.suffix(8)
    ids.moveTo()
    expect(ids.suffix(8)).toBe(first)
    ids.moveTo(position)
    expect(ids.suffix(8)).toBe(second)
  })
})

describe('ids by chance', () => {
  afterEach(() => vi.useRealTimers())

  test('of later times come later, and have the form of version 4', () => {
    const drawn = [0, 1, 1_790_000_000_000, 1_790_000_000_001, 2 ** 47].map((nowMs) => {
      vi.useFakeTimers({ toFake: ['Date'], now: nowMs })
      return randomIds().uuid()
    })
    expect(drawn.toSorted()).toEqual(drawn)
    for (const id of drawn)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  test('of one time differ', () => {
    const ids = randomIds()
    expect(new Set(Array.from({ length: 1_000 }, () => ids.uuid())).size).toBe(1_000)
  })
})
