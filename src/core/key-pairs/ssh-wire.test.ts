import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  encodeMpint,
  encodeString,
  encodeUint32,
  isPositiveMpint,
  mpintBits,
  mpintValue,
  readFields,
} from './ssh-wire.ts'

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex')
}

describe('mpint', () => {
  // Source: RFC 4251 §5, the examples for mpint.
  it.each([
    ['', '00000000'],
    ['09a378f9b2e332a7', '0000000809a378f9b2e332a7'],
    ['80', '000000020080'],
    ['000080', '000000020080'],
    ['0000', '00000000'],
  ])('writes %s as %s', (magnitude, wire) => {
    expect(encodeMpint(hex(magnitude)).toString('hex')).toBe(wire)
  })

  it.each(['', '00', '0001', '007f', '000080', '80', 'ff', 'edcc'])(
    'does not take "%s" as a positive number',
    (body) => {
      expect(isPositiveMpint(hex(body))).toBe(false)
    },
  )

  it('reads back every positive number it writes, with its bit length', () => {
    const property = fc.property(fc.bigInt({ min: 1n, max: 1n << 200n }), (value) => {
      const digits = value.toString(16)
      const wire = encodeMpint(hex(digits.padStart(digits.length + (digits.length % 2), '0')))
      const body = wire.subarray(4)
      expect(isPositiveMpint(body)).toBe(true)
      expect(mpintValue(body)).toBe(value)
      expect(mpintBits(body)).toBe(value.toString(2).length)
    })
    fc.assert(property)
  })
})

describe('readFields', () => {
  const two = Buffer.concat([encodeString('a'), encodeString('')])

  it('returns the fields and says that the data ended with them', () => {
    expect(readFields(two, 2)).toEqual({ fields: [Buffer.from('a'), Buffer.alloc(0)], end: 'exact' })
  })

  it('says when bytes are left over', () => {
    expect(readFields(two, 1)).toEqual({ fields: [Buffer.from('a')], end: 'left-over' })
  })

  it.each([
    ['a field is missing', two, 3],
    ['a length is cut', two.subarray(0, 7), 2],
    ['a field is cut', two.subarray(0, 4), 1],
    ['a length is huge', encodeUint32(0xffffffff), 1],
  ])('says when %s', (_, data, count) => {
    expect(readFields(data, count).end).toBe('short')
  })
})
