import { describe, expect, it } from 'vitest'

import { judgeMfa } from './mfa.ts'

const NOW_MS = Date.parse('2026-03-01T00:00:00Z')
const MINUTE_MS = 60_000

describe('judgeMfa', () => {
  it('misses a device', () => {
    expect(judgeMfa({ state: 'none', checkedAtMs: NOW_MS }, NOW_MS)).toBe('absent')
  })

  it('misses a check', () => {
    expect(judgeMfa({ state: 'bound', checkedAtMs: undefined }, NOW_MS)).toBe('stale')
    expect(judgeMfa({ state: 'verified', checkedAtMs: undefined }, NOW_MS)).toBe('stale')
  })

  it('counts a check for half an hour and no longer', () => {
    const checked = { state: 'verified', checkedAtMs: NOW_MS } as const
    expect(judgeMfa(checked, NOW_MS + 30 * MINUTE_MS - 1)).toBe('passed')
    expect(judgeMfa(checked, NOW_MS + 30 * MINUTE_MS)).toBe('stale')
  })

  it('counts it for as long as is configured', () => {
    const checked = { state: 'verified', checkedAtMs: NOW_MS } as const
    expect(judgeMfa(checked, NOW_MS + MINUTE_MS, MINUTE_MS)).toBe('stale')
  })
})
