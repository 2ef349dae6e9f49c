import { describe, expect, test } from 'vitest'
import { readJsonParams } from './json-params.ts'
import { MAX_DEPTH, MAX_VALUES } from '../nest-pairs.ts'

function read(text: string) {
  return readJsonParams(Buffer.from(text))
}

describe('readJsonParams', () => {
  test('keeps values as they are', () => {
    const text = '{"A":1,"B":"1","C":true,"D":["x",{"E":1.5}],"F":{}}'
    expect(read(text)).toEqual({ params: { A: 1, B: '1', C: true, D: ['x', { E: 1.5 }], F: {} } })
  })

  test('null and empty lists are absent at every depth', () => {
    const text = '{"A":null,"B":[],"C":[null],"D":[[]],"E":{"F":null,"G":[]},"H":[null,"x"],"I":""}'
    expect(read(text)).toEqual({ params: { E: {}, H: ['x'], I: '' } })
  })

  test('no object has a prototype', () => {
    const nested = read('{"A":{"B":[{"C":1}]}}')
    expect(JSON.stringify(nested)).toBe('{"params":{"A":{"B":[{"C":1}]}}}')
    expect('params' in nested && 'toString' in nested.params).toBe(false)
    expect('params' in nested && Object.getPrototypeOf(nested.params['A'])).toBeNull()
  })

  test('escapes and UTF-8 mean the same', () => {
    expect(read(String.raw`{"A":"\u672a"}`)).toEqual(read('{"A":"未"}'))
  })

  test('an empty body is an empty object', () => {
    expect(read('')).toEqual({ params: {} })
  })

  test.each([
    '[]',
    'null',
    '"x"',
    '1',
    '{',
    '{"A":1}x',
    '{"A":01}',
    "{'A':1}",
    '\uFEFF{}',
    '{"A":undefined}',
  ])('refuses %s', (text) => {
    expect(read(text)).toEqual({ problem: 'malformedJson' })
  })

  test('refuses bytes that are not UTF-8', () => {
    expect(readJsonParams(Buffer.from('{"A":"\xFF"}', 'latin1'))).toEqual({ problem: 'malformedJson' })
  })

  test.each(['__proto__', 'constructor', 'prototype'])('refuses the name %s and pollutes nothing', (name) => {
    const expected = { problem: 'forbiddenName', name }
    expect(read(`{"${name}":{"polluted":1}}`)).toEqual(expected)
    expect(read(`{"A":[{"${name}":1}]}`)).toEqual(expected)
    expect('polluted' in {}).toBe(false)
  })

  test('bounds the depth', () => {
    const nested = (depth: number) => `${'{"A":'.repeat(depth)}1${'}'.repeat(depth)}`
    expect(read(nested(MAX_DEPTH))).toHaveProperty('params')
    expect(read(nested(MAX_DEPTH + 1))).toEqual({ problem: 'tooDeep', limit: MAX_DEPTH })
    expect(read(`{"A":${'['.repeat(MAX_DEPTH)}1${']'.repeat(MAX_DEPTH)}}`)).toEqual({
      problem: 'tooDeep',
      limit: MAX_DEPTH,
    })
  })

  test('bounds the number of values', () => {
    const list = (count: number) => `{"A":[${Array(count).fill('1').join(',')}]}`
    expect(read(list(MAX_VALUES - 1))).toHaveProperty('params')
    expect(read(list(MAX_VALUES))).toEqual({ problem: 'tooMany', limit: MAX_VALUES })
    expect(read(list(MAX_VALUES * 100))).toEqual({ problem: 'tooMany', limit: MAX_VALUES })
  })

  test('refuses ten megabytes of brackets without parsing them', () => {
    expect(read('['.repeat(10_000_000))).toEqual({ problem: 'tooDeep', limit: MAX_DEPTH })
  })

  test('brackets, commas and escaped quotes inside long texts do not count', () => {
    const value = '[{,\\"'.repeat(20_000)
    expect(read(JSON.stringify({ A: value, B: '\\' }))).toEqual({ params: { A: value, B: '\\' } })
    expect(read(`{"A":"${'\\'.repeat(9999)}`)).toEqual({ problem: 'malformedJson' })
  })
})
