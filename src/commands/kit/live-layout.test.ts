import { describe, expect, it } from 'vitest'

import { countRows, layOut, type Row } from './live-layout.ts'

/** What stands on a line: a mark once it has ended. */
function paper(count: number) {
  const shown = Array.from({ length: count }, () => '')
  const rows = shown.map((_, index): Row => {
    let isOpen = true
    return {
      show: (text) => void (isOpen && (shown[index] = text)),
      end(isGood) {
        isOpen = false
        shown[index] = `${isGood ? '+' : '-'} ${shown[index]}`
      },
    }
  })
  return { rows, lines: () => shown.filter((text) => text !== '') }
}

function start(hosts: number, terminalRows: number) {
  const { failures, lanes, isWhole } = countRows(hosts, terminalRows)
  const { rows, lines } = paper(2 + failures + lanes)
  const [sum, ...more] = rows
  const rest = more.pop()
  if (!sum || !rest) throw new Error('there are always two lines')
  const labels = Array.from({ length: hosts }, (_, index) => `host ${index}`)
  const parts = { sum, rest, failures: more.slice(0, failures), lanes: more.slice(failures) }
  return { layout: layOut(labels, parts, (count) => `${count} more`), lines, isWhole }
}

const good = (text: string) => ({ isGood: true, text })
const bad = (text: string) => ({ isGood: false, text })

describe('a live list of hosts', () => {
  it('gives each host its line while all of them fit', () => {
    const { layout, lines, isWhole } = start(3, 24)
    expect(isWhole).toBe(true)
    layout.sum('2 of 3 done, 1 failed')
    layout.ended(1, bad('host 1 failed'))
    layout.ended(0, good('host 0 bound'))
    expect(lines()).toEqual(['2 of 3 done, 1 failed', '+ host 0 bound', '- host 1 failed', 'host 2'])
  })

  it('shows of many only some that are waited for, the first failures, and how many more there are', () => {
    const { layout, lines, isWhole } = start(100, 9)
    expect(isWhole).toBe(false)
    layout.sum('0 of 100 done')
    expect(lines()).toEqual(['0 of 100 done', 'host 0', 'host 1', 'host 2', 'host 3', '96 more'])
    layout.ended(1, good('host 1 bound'))
    layout.ended(2, bad('host 2 failed'))
    // One that was not on a line.
    layout.ended(50, bad('host 50 failed'))
    expect(lines()).toEqual([
      '0 of 100 done',
      '- host 2 failed',
      'host 0',
      'host 4',
      'host 5',
      'host 3',
      '93 more',
    ])
  })

  it('never grows, however many fail, and shrinks when nobody is waited for', () => {
    const { layout, lines } = start(100, 9)
    for (let index = 99; index >= 0; index -= 1) {
      layout.ended(index, bad(`host ${index} failed`))
      expect(lines().length).toBeLessThanOrEqual(7)
    }
    expect(lines()).toEqual(['- host 99 failed'])
  })

  it.each([
    [100, 50, 16],
    [100, 24, 16],
    [100, 10, 8],
    [100, 3, 5],
    [4, 3, 5],
  ])('%i hosts on %i lines take at most %i', (hosts, terminalRows, most) => {
    const { failures, lanes, isWhole } = countRows(hosts, terminalRows)
    expect(lanes).toBeGreaterThan(0)
    // The sum, and the line that counts those which have none.
    expect(1 + failures + lanes + (isWhole ? 0 : 1)).toBeLessThanOrEqual(most)
  })
})
