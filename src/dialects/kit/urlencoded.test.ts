import { describe, expect, it } from 'vitest'

import { decodePart, takePieces, utf8OfHeader } from './urlencoded.ts'

describe('takePieces', () => {
  it('takes every piece in order and skips empty ones', () => {
    const taken: string[] = []
    const problem = takePieces('&a=1&&b&c=2&', (piece) => {
      taken.push(piece)
      return undefined
    })
    expect(problem).toBeUndefined()
    expect(taken).toEqual(['a=1', 'b', 'c=2'])
  })

  it('stops at the first problem', () => {
    const taken: string[] = []
    const problem = takePieces('a&b&c', (piece) => {
      taken.push(piece)
      return piece === 'b' ? 'no b' : undefined
    })
    expect([problem, taken]).toEqual(['no b', ['a', 'b']])
  })
})

describe('decodePart', () => {
  it.each([
    ['a+b%20c', 'a b c'],
    ['%2B%e4%b8%ad', '+中'],
    ['plain', 'plain'],
  ])('%s is %s', (text, expected) => {
    expect(decodePart(text)).toBe(expected)
  })

  it.each(['%', '%zz', '%ff'])('throws a URIError at %s', (text) => {
    expect(() => decodePart(text)).toThrow(URIError)
  })
})

describe('utf8OfHeader', () => {
  it('puts raw UTF-8 together again, and refuses other bytes', () => {
    expect(utf8OfHeader('a=1')).toBe('a=1')
    expect(utf8OfHeader(Buffer.from('名=值').toString('latin1'))).toBe('名=值')
    expect(utf8OfHeader('\u00ff')).toBeUndefined()
  })
})
