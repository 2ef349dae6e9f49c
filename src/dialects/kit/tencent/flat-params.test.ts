import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFormPairs, readPairs } from './flat-params.ts'
import { MAX_DEPTH, MAX_VALUES, nestPairs, type Pair } from '../nest-pairs.ts'

function nest(text: string) {
  const pairs = readPairs(text)
  return 'problem' in pairs ? pairs : nestPairs(pairs)
}

describe('readPairs', () => {
  test('decodes names and values, in the order given', () => {
    expect(readPairs('B=1%262&A%2E0=x+y%20z&C=%E6%9C%AA&D==&E=')).toEqual([
      ['B', '1&2'],
      ['A.0', 'x y z'],
      ['C', '未'],
      ['D', '='],
      ['E', ''],
    ])
  })

  test('skips empty pieces', () => {
    expect(readPairs('&A=1&&B=2&')).toEqual([
      ['A', '1'],
      ['B', '2'],
    ])
    expect(readPairs('')).toEqual([])
  })

  test.each(['A', 'A=1&B', 'A=%', 'A=%zz', 'A=%FF', '%E6=1'])('refuses %s', (text) => {
    expect(readPairs(text)).toEqual({ problem: 'malformedQuery', text: text.split('&').at(-1) })
  })

  test('refuses form bytes that are not UTF-8', () => {
    expect(readFormPairs(Buffer.from('A=\xFF', 'latin1'))).toEqual({ problem: 'malformedQuery', text: '' })
    expect(readFormPairs(Buffer.from('A=未'))).toEqual([['A', '未']])
  })

  test('bounds the number of parameters', () => {
    expect(readPairs('A=1&'.repeat(MAX_VALUES))).toHaveLength(MAX_VALUES)
    expect(readPairs('A=1&'.repeat(MAX_VALUES + 1))).toEqual({ problem: 'tooMany', limit: MAX_VALUES })
  })
})

describe('nestPairs', () => {
  test('folds lists, objects and lists of objects; values stay text', () => {
    const text =
      'Filters.0.Name=zone&Filters.0.Values.0=a&Filters.0.Values.1=b&Placement.Zone=z&LoginSettings.KeyIds.0=k&ForceStop=True&Limit=20'
    expect(nest(text)).toEqual({
      params: {
        Filters: [{ Name: 'zone', Values: ['a', 'b'] }],
        Placement: { Zone: 'z' },
        LoginSettings: { KeyIds: ['k'] },
        ForceStop: 'True',
        Limit: '20',
      },
    })
  })

  test('orders lists by integer whatever the order, the gaps and the first index', () => {
    expect(nest('Ids.10=c&Ids.2=b&Ids.1=a')).toEqual({ params: { Ids: ['a', 'b', 'c'] } })
  })

  test('a huge index costs nothing', () => {
    expect(nest('Ids.4294967295=b&Ids.999999999999999=c&Ids.7=a')).toEqual({
      params: { Ids: ['a', 'b', 'c'] },
    })
  })

  test('no object has a prototype, and names of methods are only names', () => {
    const nested = nest('A.toString=1&hasOwnProperty=2')
    expect(JSON.stringify(nested)).toBe('{"params":{"A":{"toString":"1"},"hasOwnProperty":"2"}}')
    expect('params' in nested && Object.getPrototypeOf(nested.params)).toBeNull()
    expect('params' in nested && Object.getPrototypeOf(nested.params['A'])).toBeNull()
  })

  test.each(['=1', 'A..B=1', '.A=1', 'A.=1'])('refuses the name in %s', (text) => {
    expect(nest(text)).toEqual({ problem: 'malformedName', name: text.slice(0, -2) })
  })

  test.each(['__proto__', 'A.__proto__.polluted', 'constructor.prototype.polluted', 'A.0.prototype'])(
    'refuses the name %s and pollutes nothing',
    (name) => {
      expect(nest(`${name}=1`)).toEqual({ problem: 'forbiddenName', name })
      expect('polluted' in {}).toBe(false)
    },
  )

  test.each([
    ['A=1&A=2', 'A'],
    ['A.0=1&A.0=2', 'A.0'],
    ['A=1&A.0=2', 'A.0'],
    ['A.0=1&A=2', 'A'],
    ['A.0=1&A.B=2', 'A.B'],
    ['A.B=1&A.0=2', 'A.0'],
    ['A.0=1&A.01=2', 'A.01'],
    ['A.0=1&A.9999999999999999=2', 'A.9999999999999999'],
    ['A.0=1&A.-1=2', 'A.-1'],
  ])('refuses the contradiction %s', (text, name) => {
    expect(nest(text)).toEqual({ problem: 'conflictingName', name })
  })

  test('bounds the depth', () => {
    const name = (depth: number) => Array(depth).fill('A').join('.')
    expect(nest(`${name(MAX_DEPTH)}=1`)).toHaveProperty('params')
    expect(nest(`${name(MAX_DEPTH + 1)}=1`)).toEqual({ problem: 'tooDeep', limit: MAX_DEPTH })
    expect(nest(`${'A.'.repeat(100_000)}=1`)).toEqual({ problem: 'tooDeep', limit: MAX_DEPTH })
  })

  test('property: what a client flattens comes back, in any order of sending', () => {
    const name = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,6}$/)
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.string(),
        fc.array(tie('value'), { minLength: 1, maxLength: 12 }),
        fc.dictionary(name, tie('value'), { minKeys: 1, maxKeys: 4 }),
      ),
    }))
    const sent = fc.dictionary(name, value, { maxKeys: 5 }).chain((params) => {
      const pairs = flatten(params)
      return fc.tuple(fc.constant(params), fc.shuffledSubarray(pairs, { minLength: pairs.length }))
    })
    fc.assert(
      fc.property(sent, ([params, pairs]) => {
        const query = pairs.map(([key, text]) => `${encodeURIComponent(key)}=${encodeURIComponent(text)}`)
        expect(nest(query.join('&'))).toEqual({ params })
      }),
    )
  })
})

function flatten(value: unknown, prefix = ''): Pair[] {
  if (typeof value !== 'object' || value === null) return [[prefix, String(value)]]
  return Object.entries(value).flatMap(([name, child]) =>
    flatten(child, prefix === '' ? name : `${prefix}.${name}`),
  )
}
