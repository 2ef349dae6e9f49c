import { describe, expect, it } from 'vitest'

import { MemoryNonces } from './memory-nonces.ts'

const MINUTE_MS = 60_000

describe('MemoryNonces', () => {
  it('takes a nonce once per access key', () => {
    const nonces = new MemoryNonces()
    expect(nonces.use('a', 'n', 0)).toBe(true)
    expect(nonces.use('a', 'n', 1)).toBe(false)
    expect(nonces.use('b', 'n', 1)).toBe(true)
  })

  it('knows a nonce for 30 minutes whenever it came, and not for ever', () => {
    const nonces = new MemoryNonces()
    nonces.use('a', 'early', 0)
    nonces.use('a', 'late', 29 * MINUTE_MS)
    expect(nonces.use('a', 'early', 30 * MINUTE_MS - 1)).toBe(false)
    expect(nonces.use('a', 'late', 58 * MINUTE_MS)).toBe(false)
    expect(nonces.use('a', 'early', 200 * MINUTE_MS)).toBe(true)
  })

  it('keeps two generations at most', () => {
    const nonces = new MemoryNonces(2)
    for (const nonce of ['1', '2', '3', '4', '5']) nonces.use('a', nonce, 0)
    expect(nonces.use('a', '5', 0)).toBe(false)
    expect(nonces.use('a', '3', 0)).toBe(false)
    expect(nonces.use('a', '1', 0)).toBe(true)
  })

  it('tells long nonces apart', () => {
    const nonces = new MemoryNonces()
    const long = 'x'.repeat(10_000)
    expect([`${long}1`, `${long}2`, `${long}1`].map((nonce) => nonces.use('a', nonce, 0))).toEqual([
      true,
      true,
      false,
    ])
  })
})
