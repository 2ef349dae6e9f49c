import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { lossesIn } from './compare.ts'
import { keepResult, readKept } from './kept.ts'
import { circumstances } from './machine.ts'
import { budgetsText, withSection } from './page.ts'
import { percentText, tableText } from './print.ts'
import { budgetOf, type Ratio } from './result.ts'
import { medianOf, spreadOf } from './spread.ts'

function ratio(median: number, better: Ratio['better'] = 'higher', around = 0.1): Ratio {
  return { median, min: median * (1 - around), max: median * (1 + around), rounds: 5, better }
}

describe('a spread', () => {
  it('is the middle with the least and the most', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3, rounds: 3 })
    expect(medianOf([4, 1, 3, 2])).toBe(2.5)
    expect(() => spreadOf([])).toThrow('nothing was measured')
  })
})

describe('a comparison with what was kept', () => {
  it.each([
    ['a fifth below the worst kept round', ratio(0.2), ratio(0.2 * 0.9 * 0.79), true],
    ['just inside', ratio(0.2), ratio(0.2 * 0.9 * 0.81), false],
    ['better than ever', ratio(0.2), ratio(0.9), false],
    ['a fifth above the worst kept round', ratio(2, 'lower'), ratio(2 * 1.1 * 1.21, 'lower'), true],
    ['just inside', ratio(2, 'lower'), ratio(2 * 1.1 * 1.19, 'lower'), false],
    ['less than ever', ratio(2, 'lower'), ratio(0.1, 'lower'), false],
  ])('%s', (_name, kept, now, isLoss) => {
    expect(lossesIn({ read: kept }, { read: now })).toEqual(isLoss ? [{ what: 'read', kept, now }] : [])
  })

  it('misses what was not measured, and takes what is new', () => {
    const kept = ratio(0.2)
    expect(lossesIn({ read: kept }, { bind: kept })).toEqual([{ what: 'read', kept, now: undefined }])
  })
})

describe('kept ratios', () => {
  it('are replaced part by part', () => {
    const folder = mkdtempSync(join(tmpdir(), 'keyplane-kept-'))
    try {
      const file = join(folder, 'kept.json')
      const during = circumstances()
      expect(readKept(file)).toEqual({})
      keepResult('calls', { tables: [], ratios: { read: ratio(0.123456) } }, during, file)
      keepResult('ssh', { tables: [], ratios: { 'log-in': ratio(2, 'lower') } }, during, file)
      keepResult('calls', { tables: [], ratios: { bind: ratio(0.1) } }, during, file)
      expect(readKept(file)).toMatchObject({
        calls: { ratios: { bind: { median: 0.1, better: 'higher' } } },
        ssh: { ratios: { 'log-in': { median: 2, better: 'lower' } } },
      })
      expect(readKept(file)['calls']?.ratios).not.toHaveProperty('read')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describe('the page', () => {
  it('gets a text between the marks of its section, and again', () => {
    const page = 'a\n<!-- begin ssh -->\nold\n<!-- end ssh -->\nb\n'
    const written = withSection(page, 'ssh', 'new')
    expect(written).toBe('a\n<!-- begin ssh -->\n\nnew\n\n<!-- end ssh -->\nb\n')
    expect(withSection(written, 'ssh', 'new')).toBe(written)
    expect(() => withSection(page, 'calls', 'new')).toThrow('no place for calls')
  })

  it('lists budgets with the run they are from', () => {
    const during = { ...circumstances(), commit: 'abc1234', command: 'npm run bench' }
    const budgets = [{ what: 'memory', must: '≤ 110 MB', measured: '120 MB', isMet: false }]
    const text = budgetsText({ memory: { during, ratios: {}, budgets } })
    expect(text).toContain('| memory | ≤ 110 MB | 120 MB   | **not met** | abc1234 | `npm run bench` |')
  })
})

describe('tables', () => {
  it('are Markdown', () => {
    expect(tableText([['What', 'ms'], ['a start']])).toBe(
      ['| What    | ms  |', '| ------- | --- |', '| a start |     |'].join('\n'),
    )
  })

  it('say whether a budget is kept', () => {
    const share = { limit: 0.35, unit: '%' } as const
    expect(budgetOf('read', { ...ratio(0.4), ...share })).toEqual({
      ...{ what: 'read', must: '≥ 35 %', measured: '40.0 % (36.0–44.0)', isMet: true },
    })
    expect(budgetOf('read', { ...ratio(0.3), ...share }).isMet).toBe(false)
    const growth = { limit: 1.3, unit: '×' } as const
    expect(budgetOf('growth', { ...ratio(1.2, 'lower'), ...growth })).toMatchObject({
      isMet: true,
      must: '≤ 1.3 ×',
    })
    expect(percentText(ratio(0.2))).toBe('20.0 % (18.0–22.0)')
  })
})
