import { describe, expect, it } from 'vitest'

import { LineEditor, type LineEvent } from './line-editor.ts'

function typed(text: string): { events: LineEvent[]; screen: string } {
  let screen = ''
  const editor = new LineEditor((output) => {
    screen += output
  })
  const events = Array.from(text).flatMap((character) => editor.type(character) ?? [])
  return { events, screen }
}

describe('LineEditor', () => {
  it('echoes what is typed and hands over the line', () => {
    expect(typed('ls é\r')).toEqual({ events: [{ kind: 'line', text: 'ls é' }], screen: 'ls é\r\n' })
  })

  it('takes characters back, and none before the first', () => {
    expect(typed('a\x7f\x7fbé\bc\r').events).toEqual([{ kind: 'line', text: 'bc' }])
  })

  it('gives the line up on Ctrl-C and clears it on Ctrl-U', () => {
    expect(typed('abc\x03x\x15y\r').events).toEqual([{ kind: 'interrupt' }, { kind: 'line', text: 'y' }])
  })

  it('ends on Ctrl-D in an empty line only', () => {
    expect(typed('a\x04\x7f\x04').events).toEqual([{ kind: 'end' }])
  })

  it('brings back earlier lines on the arrow keys', () => {
    const { events } = typed('one\rtwo\r\x1b[A\x1b[A\r\x1bOA\x1b[A\x1b[B\r\x1b[A\x1b[B\r')
    expect(events.map((event) => (event.kind === 'line' ? event.text : event.kind))).toEqual([
      'one',
      'two',
      'one',
      'one',
      '',
    ])
  })

  it('swallows keys it does not know', () => {
    expect(typed('a\x1b[1;5C\x1b[3~\x1bx\tb\r').events).toEqual([{ kind: 'line', text: 'ab' }])
  })
})
