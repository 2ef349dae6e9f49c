import { describe, expect, it } from 'vitest'

import { Secret } from '../secret.ts'
import { hashParameters } from './hash-parameters.ts'

describe('hashParameters', () => {
  it('is the same whatever the order of the names, and whether absent or undefined', () => {
    const one = { name: 'a', tags: [{ key: 'k', value: 'v' }], note: undefined }
    const other = { tags: [{ value: 'v', key: 'k' }], name: 'a' }
    expect(hashParameters(one)).toBe(hashParameters(other))
  })

  it.each([
    ['another value', { name: 'b' }],
    ['a number that was text', { name: 1 }],
    ['another name', { names: 'a' }],
    ['one more', { name: 'a', more: false }],
    ['an empty one', { name: '' }],
    ['a list', { name: ['a'] }],
    ['nothing', {}],
  ])('differs for %s', (_what, parameters) => {
    expect(hashParameters(parameters)).not.toBe(hashParameters({ name: 'a' }))
  })

  it('heeds the order of a list', () => {
    expect(hashParameters(['a', 'b'])).not.toBe(hashParameters(['b', 'a']))
  })

  it('looks into secrets', () => {
    const hashes = ['one', 'two', 'one'].map((text) => hashParameters({ password: new Secret(text) }))
    expect(hashes[0]).not.toBe(hashes[1])
    expect(hashes[0]).toBe(hashes[2])
  })

  it('refuses what it cannot look into', () => {
    expect(() => hashParameters({ tags: new Map() })).toThrow('parameters are plain data')
  })
})
