import { assert, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { keyUntil, readTimespec } from './expiry-time.ts'

const KEY = 'ssh-ed25519 AAAA'

describe('a line with an end', () => {
  it('says it in UTC, to the second', () => {
    const atMs = Date.UTC(2026, 10, 21, 9, 5, 7)
    expect(keyUntil(KEY, atMs)).toBe(`expiry-time="20261121090507Z" ${KEY}`)
  })

  it('never says it too early', () => {
    const atMs = Date.UTC(2026, 11, 31, 23, 59, 59, 1)
    expect(keyUntil(KEY, atMs)).toBe(`expiry-time="20270101000000Z" ${KEY}`)
  })

  it('says none where there is none, or one that cannot be written', () => {
    expect(keyUntil(KEY, undefined)).toBe(KEY)
    expect(keyUntil(KEY, Date.UTC(9999, 11, 31, 23, 59, 59))).toContain('99991231235959Z')
    expect(keyUntil(KEY, Date.UTC(9999, 11, 31, 23, 59, 59, 1))).toBe(KEY)
    expect(keyUntil(KEY, Number.MAX_SAFE_INTEGER)).toBe(KEY)
  })

  it('means the first second that is not before the end', () => {
    assert(
      property(integer({ min: 1, max: 4_000_000_000_000 }), (atMs) => {
        const [, text = ''] = /"(.*)"/.exec(keyUntil(KEY, atMs)) ?? []
        expect(readTimespec(text)).toBe(Math.ceil(atMs / 1_000) * 1_000)
      }),
    )
  })
})

describe('readTimespec', () => {
  it.each([
    ['20261121', Date.UTC(2026, 10, 21)],
    ['20261121Z', Date.UTC(2026, 10, 21)],
    ['202611210905', Date.UTC(2026, 10, 21, 9, 5)],
    ['20261121090507utc', Date.UTC(2026, 10, 21, 9, 5, 7)],
    ['20261121090507z', Date.UTC(2026, 10, 21, 9, 5, 7)],
  ])('reads %s', (text, atMs) => {
    expect(readTimespec(text)).toBe(atMs)
  })

  it.each([
    '',
    'Z',
    '2026',
    '2026112109',
    '20261321',
    '20261100',
    '202611212400',
    '202611210960',
    '+8h',
    'always',
  ])('does not read "%s"', (text) => {
    expect(readTimespec(text)).toBeUndefined()
  })
})
