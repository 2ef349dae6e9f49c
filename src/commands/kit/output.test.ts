import { describe, expect, it } from 'vitest'

import { createContext } from './context.ts'
import { asIs } from './language.ts'
import { printable, printTable, rowsAsText, type Table } from './output.ts'

/** What a command writes, and the context that it writes to. */
function written(environment: Readonly<Record<string, string>>, isTTY: boolean) {
  const texts: string[] = []
  const out = { write: (text: string) => texts.push(text), isTTY }
  return { context: createContext({ environment, out, err: out }), text: () => texts.join('') }
}

interface Thing {
  readonly name: string
  readonly id: string
}

const table: Table<Thing> = {
  columns: [
    { title: { en: 'NAME', zh: '名称' }, cell: ({ name }) => name },
    { title: asIs('ID'), cell: ({ id }) => id },
  ],
  empty: { en: 'None. Make one: keyplane thing create', zh: '没有。创建：keyplane thing create' },
}

describe('tables', () => {
  it('are aligned as terminals show East Asian characters', () => {
    expect(
      rowsAsText([
        ['机器一', 'a'],
        ['web', 'b'],
        ['한글', 'c'],
        ['é', ''],
      ]),
    ).toBe('机器一  a\nweb     b\n한글    c\né\n')
  })

  it('have titles in the language of the person, and teach the next command when empty', () => {
    const { context, text } = written({ LANG: 'zh_CN.UTF-8' }, false)
    printTable(context, table, [{ name: '网页', id: 'ins-1' }])
    printTable(context, table, [])
    expect(text()).toBe('名称  ID\n网页  ins-1\n没有。创建：keyplane thing create\n')
  })

  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, true, false],
    [{ NO_COLOR: '' }, true, true],
  ])('with %j and a terminal %j are coloured: %j', (environment, isTTY, isColoured) => {
    const { context, text } = written(environment, isTTY)
    printTable(context, table, [{ name: 'web', id: 'ins-1' }])
    expect(text().includes('\u001B[')).toBe(isColoured)
  })

  it('keep what others wrote on one line, and its codes off the terminal', () => {
    const { context, text } = written({}, false)
    printTable(context, table, [{ name: 'a\n\u001B[2Jb', id: printable('c\td') }])
    expect(text()).toBe('NAME  ID\na b   c d\n')
  })
})
