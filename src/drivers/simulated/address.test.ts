import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { ADDRESS_COUNT, addressOf, indexOf } from './address.ts'

describe('addresses of simulated machines', () => {
  it.each([
    [0, '127.64.0.1'],
    [254, '127.64.0.255'],
    [255, '127.64.1.0'],
    [65_535, '127.65.0.0'],
    [ADDRESS_COUNT - 1, '127.127.255.254'],
  ])('gives machine %d the address %s', (index, address) => {
    expect(addressOf(index)).toBe(address)
    expect(indexOf(address)).toBe(index)
  })

  it('finds every index again, also behind a listener on ::', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: ADDRESS_COUNT - 1 }), (index) => {
        expect(indexOf(addressOf(index))).toBe(index)
        expect(indexOf(`::ffff:${addressOf(index)}`)).toBe(index)
      }),
    )
  })

  it.each([
    '127.0.0.1',
    '127.64.0.0',
    '127.127.255.255',
    '127.128.0.1',
    '10.64.0.1',
    '127.64.0.256',
    '::1',
    '',
    'x',
  ])('finds no machine at %j', (address) => {
    expect(indexOf(address)).toBeUndefined()
  })

  it.each([-1, 1.5, ADDRESS_COUNT, Number.NaN])('has no address for %d', (index) => {
    expect(() => addressOf(index)).toThrow(RangeError)
  })
})
