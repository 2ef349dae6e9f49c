import { createHmac } from 'node:crypto'

import { assert, property, string, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { HmacKey } from './hmac-key.ts'

function sign(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex')
}

describe('HmacKey', () => {
  it('takes what the library signs, with keys and texts of any length', () => {
    assert(
      property(
        uint8Array({ maxLength: 200 }),
        string({ unit: 'binary', maxLength: 3_000, size: 'max' }),
        (key, text) => {
          const hmacKey = new HmacKey(key)
          expect(hmacKey.verifies(text, sign(key, text))).toBe(true)
          expect(hmacKey.sign(text, 'hex')).toBe(sign(key, text))
          expect(hmacKey.verifies(`${text}x`, sign(key, text))).toBe(false)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('takes texts of one key after those of another, long and short', () => {
    const keys = [Buffer.alloc(32, 1), Buffer.alloc(64, 2), Buffer.alloc(65, 3)]
    const texts = ['a'.repeat(5_000), '', '密钥'.repeat(300), 'b']
    for (const text of texts) {
      for (const key of keys) expect(new HmacKey(key).verifies(text, sign(key, text))).toBe(true)
    }
  })

  it.each([
    ['empty', ''],
    ['in capitals', sign(Buffer.alloc(32, 1), 'text').toUpperCase()],
    ['too short', sign(Buffer.alloc(32, 1), 'text').slice(1)],
    ['too long', `${sign(Buffer.alloc(32, 1), 'text')}0`],
    ['of another key', sign(Buffer.alloc(32, 2), 'text')],
    ['no digits', 'g'.repeat(64)],
  ])('does not take a signature that is %s', (_, signature) => {
    expect(new HmacKey(Buffer.alloc(32, 1)).verifies('text', signature)).toBe(false)
  })
})
