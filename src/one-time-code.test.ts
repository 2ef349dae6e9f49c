import { describe, expect, it } from 'vitest'

import { Secret } from './core/secret.ts'
import { totpCodes } from './one-time-code.ts'

const codes = totpCodes()

/** `12345678901234567890` in base32: the SHA-1 secret of RFC 6238, appendix B. */
const RFC_SECRET = new Secret('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')

// RFC 6238, appendix B: time in seconds, T, and the last six of its eight digits (RFC 4226 §5.3: modulo 10^6).
const VECTORS = [
  [59, 0x1, '287082'],
  [1_111_111_109, 0x23523ec, '081804'],
  [1_111_111_111, 0x23523ed, '050471'],
  [1_234_567_890, 0x273ef07, '005924'],
  [2_000_000_000, 0x3f940aa, '279037'],
  [20_000_000_000, 0x27bc86aa, '353130'],
] as const

describe('one-time codes', () => {
  it.each(VECTORS)('of RFC 6238 at %d s', async (seconds, step, code) => {
    expect(await codes.findStep(RFC_SECRET, code, seconds * 1_000)).toBe(step)
    expect(await codes.findStep(RFC_SECRET, code, seconds * 1_000 + 999)).toBe(step)
  })

  it('count one step before and after their own, not two', async () => {
    const [seconds, step, code] = [1_234_567_890, 0x273ef07, '005924']
    const start = step * 30
    expect(Math.floor(seconds / 30)).toBe(step)
    const at = (second: number) => codes.findStep(RFC_SECRET, code, second * 1_000)
    expect(await at(start - 31)).toBeUndefined()
    expect(await at(start - 30)).toBe(step)
    expect(await at(start + 59)).toBe(step)
    expect(await at(start + 60)).toBeUndefined()
  })

  it.each(['', '28708', '2870822', '28708a', '２８７０８２', ' 287082', '94287082', '287082\n'])(
    'are not %j',
    async (text) => {
      expect(await codes.findStep(RFC_SECRET, text, 59_000)).toBeUndefined()
    },
  )

  it('have secrets of 160 random bits, shown nowhere', async () => {
    const [one, other] = [await codes.newSecret(), await codes.newSecret()]
    expect(one.reveal()).toMatch(/^[A-Z2-7]{32}$/)
    expect(other.reveal()).not.toBe(one.reveal())
    expect(`${String(one)} ${JSON.stringify({ one })}`).not.toContain(one.reveal())
  })

  it('are taught to a device by an address', async () => {
    const uri = await codes.uri(RFC_SECRET, 'alice@1000000001')
    expect(String(uri)).toBe('[secret]')
    const { protocol, host, pathname, searchParams } = new URL(uri.reveal())
    expect({ protocol, host }).toEqual({ protocol: 'otpauth:', host: 'totp' })
    expect(decodeURIComponent(pathname)).toBe('/Keyplane:alice@1000000001')
    expect(Object.fromEntries(searchParams)).toEqual({ secret: RFC_SECRET.reveal(), issuer: 'Keyplane' })
    const strange = await codes.uri(RFC_SECRET, 'a/b?c&d@1')
    expect(new URL(strange.reveal()).searchParams.get('secret')).toBe(RFC_SECRET.reveal())
  })
})
