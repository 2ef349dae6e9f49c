import { describe, expect, it } from 'vitest'

import { asIs } from './language.ts'
import { printable } from './output.ts'
import { endText, progressKind, sumText } from './progress.ts'

describe('how results are shown', () => {
  it.each([
    [{ columns: 80, term: 'xterm-256color' }, 'live'],
    [{ columns: 80 }, 'live'],
    [{ columns: 80, term: 'dumb' }, 'lines'],
    [{ columns: 0, term: 'xterm' }, 'lines'],
    [{ columns: undefined, term: 'xterm' }, 'lines'],
    [{ json: true, columns: 80, term: 'xterm' }, 'json'],
    [{ json: true }, 'json'],
  ])('%j is %s', (of, kind) => {
    expect(progressKind(of)).toBe(kind)
  })

  it('sums up what was heard, and at the end what was not', () => {
    const words = { done: asIs('done'), good: asIs('bound'), bad: asIs('failed') }
    const result = { key: 'ins-1', labels: ['ins-1', '10.0.0.5'], text: '' }
    const good = { ...result, isGood: true }
    const bad = { ...result, isGood: false }
    expect(sumText({ total: 3, results: [good] }, words).en).toBe('1 of 3 done')
    expect(sumText({ total: 3, results: [good, bad] }, words).en).toBe('2 of 3 done, 1 failed')
    expect(endText({ total: 2, results: [good, good] }, words).en).toBe('2 of 2 bound')
    expect(endText({ total: 3, results: [good, bad] }, words).en).toBe(
      '1 of 3 bound, 1 failed, 1 not heard of',
    )
  })

  it('keeps what a host says on one line, and its codes off the terminal', () => {
    expect(printable('no\r\n room\u001B[2J\u0007 left\u009B1A')).toBe('no room left')
    expect(printable('Zugriff verweigert: 拒绝访问')).toBe('Zugriff verweigert: 拒绝访问')
  })
})
