import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { compileGlob, matchesGlob, type Wildcards } from './glob.ts'

function matches(pattern: string, text: string, wildcards: Wildcards = '*?'): boolean {
  return matchesGlob(compileGlob(pattern, wildcards), text)
}

/** The textbook definition, by backtracking. */
function reference(pattern: readonly string[], text: readonly string[], wildcards: Wildcards): boolean {
  const [first, ...rest] = pattern
  const [character, ...others] = text
  if (first === undefined) return character === undefined
  if (first === '*') {
    return (
      reference(rest, text, wildcards) || (character !== undefined && reference(pattern, others, wildcards))
    )
  }
  const isOne = character !== undefined && ((first === '?' && wildcards === '*?') || first === character)
  return isOne && reference(rest, others, wildcards)
}

describe('a pattern', () => {
  it.each([
    ['keypair/*', 'keypair/skey-1', true],
    ['keypair/*', 'keypair/', true],
    ['keypair/*', 'keypair/a/b', true],
    ['keypair/*', 'instance/a', false],
    ['*/web', 'keypair/web', true],
    ['*/web', 'keypair/webb', false],
    ['*keypair*', 'cvm:deletekeypairs', true],
    ['i-bp1???', 'i-bp1aaa', true],
    ['i-bp1???', 'i-bp1aa', false],
    ['i-bp1???', 'i-bp1aaaa', false],
    ['a*b*c', 'axxbyyc', true],
    ['a*b*c', 'axxbyycx', false],
    ['*ab*b', 'ab', false],
    ['*ab*b', 'abb', true],
    ['ab*ba', 'aba', false],
    ['*', '', true],
    ['**', '', true],
    ['?*', '', false],
    ['', '', true],
    ['', 'a', false],
    ['keypair/*', 'keypair/*', true],
    ['keypair/skey-1', 'keypair/*', false],
    ['?', '🔑', true],
    ['??', '🔑', false],
    ['*🔑?', 'a🔑b', true],
  ])('%j against %j: %j', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected)
  })

  it('takes ? as a plain character where only * is a wildcard', () => {
    expect(matches('a?', 'ab', '*')).toBe(false)
    expect(matches('a?', 'a?', '*')).toBe(true)
    expect(matches('a?*', 'a?b', '*')).toBe(true)
  })

  it('takes the wildcards of a literal piece as they are', () => {
    const glob = compileGlob(
      [
        { text: 'instance/*', isLiteral: false },
        { text: '*?', isLiteral: true },
      ],
      '*?',
    )
    expect(matchesGlob(glob, 'instance/a*?')).toBe(true)
    expect(matchesGlob(glob, 'instance/abc')).toBe(false)
  })

  it('compares a text without wildcards by its characters', () => {
    expect(matches('A', 'a')).toBe(false)
    expect(matches('a.c', 'abc')).toBe(false)
  })
})

describe('any pattern and any text', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', '*', '?', '/', '🔑'), { maxLength: 9 })

  it('agree with the textbook definition', () => {
    fc.assert(
      fc.property(letters, letters, fc.constantFrom<Wildcards>('*', '*?'), (pattern, text, wildcards) => {
        const expected = reference(pattern, text, wildcards)
        expect(matches(pattern.join(''), text.join(''), wildcards)).toBe(expected)
      }),
      { numRuns: 3000 },
    )
  })

  it('agree with it also where stretches overlap', () => {
    const few = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 7 })
    const text = fc.array(fc.constantFrom('a', 'b'), { maxLength: 7 })
    fc.assert(
      fc.property(few, text, (pattern, text) => {
        expect(matches(pattern.join(''), text.join(''))).toBe(reference(pattern, text, '*'))
      }),
      { numRuns: 3000 },
    )
  })

  it('a text matches itself, and * matches everything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const literal = compileGlob([{ text, isLiteral: true }], '*?')
        expect([matchesGlob(literal, text), matches('*', text)]).toEqual([true, true])
      }),
    )
  })
})

describe('hostile patterns', () => {
  // Backtracking would need more steps than there is time for; linear work is far below the limit.
  const LIMIT_MS = 1000

  it.each([
    ['fifty stars', '*'.repeat(50)],
    ['fifty stars with a letter each and no end', `${'*a'.repeat(50)}b`],
    ['fifty stars with a question mark each and no end', `${'*?'.repeat(50)}b`],
  ])('%s stay linear', (_name, pattern) => {
    const startMs = performance.now()
    const found = matches(pattern, 'a'.repeat(10_000))
    expect(performance.now() - startMs).toBeLessThan(LIMIT_MS)
    expect(found).toBe(!pattern.endsWith('b'))
  })

  it('grows with the text, not faster', () => {
    const pattern = `${'*a'.repeat(50)}b`
    const startMs = performance.now()
    expect(matches(pattern, 'a'.repeat(1_000_000))).toBe(false)
    expect(performance.now() - startMs).toBeLessThan(LIMIT_MS)
  })
})
