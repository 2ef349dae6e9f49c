import { createSecretKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { SigningKeys } from './signing-keys.ts'

function key(text: string) {
  return createSecretKey(Buffer.from(text))
}

function unexpected(): never {
  throw new Error('derived although the key is kept')
}

describe('SigningKeys', () => {
  test('derives once and returns the same key afterwards', () => {
    const keys = new SigningKeys(2)
    const first = keys.get('a', () => key('a'))
    expect(keys.get('a', unexpected)).toBe(first)
  })

  test('drops the key unused for longest when full', () => {
    const keys = new SigningKeys(2)
    const a = keys.get('a', () => key('a'))
    keys.get('b', () => key('b'))
    keys.get('a', unexpected)
    keys.get('c', () => key('c'))
    expect(keys.get('a', unexpected)).toBe(a)
    expect(() => keys.get('b', unexpected)).toThrow('derived')
  })

  test('holds exactly maxEntries keys', () => {
    const keys = new SigningKeys(3)
    for (const name of ['a', 'b', 'c', 'd']) keys.get(name, () => key(name))
    for (const name of ['b', 'c', 'd']) expect(keys.get(name, unexpected).export().toString()).toBe(name)
    expect(() => keys.get('a', unexpected)).toThrow('derived')
  })

  test('keeps nothing when the derivation throws', () => {
    const keys = new SigningKeys(1)
    expect(() => keys.get('a', unexpected)).toThrow('derived')
    expect(
      keys
        .get('a', () => key('again'))
        .export()
        .toString(),
    ).toBe('again')
  })

  test.each([0, -1, 1.5, Number.NaN])('refuses a bound of %s', (maxEntries) => {
    expect(() => new SigningKeys(maxEntries)).toThrow(RangeError)
  })
})
