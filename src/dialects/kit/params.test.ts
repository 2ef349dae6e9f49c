import { describe, expect, it } from 'vitest'

import { boolean } from './params.ts'

describe('boolean', () => {
  it.each([
    [true, true],
    ['True', true],
    ['1', true],
    [0, false],
    ['FALSE', false],
  ])('takes %j as %j', (given, expected) => {
    expect(boolean().parse(given)).toBe(expected)
  })

  // What a reader of nested parameters makes of `ForceStop.a=1` has no prototype, and thus no text.
  it.each([
    ['a word', 'yes'],
    ['two', 2],
    ['nothing', null],
    ['a list', ['true']],
    ['an object', { a: 'true' }],
    ['an object without a prototype', Object.assign(Object.create(null), { a: '1' })],
  ])('refuses %s', (_what, given) => {
    expect(boolean().safeParse(given).success).toBe(false)
  })
})
