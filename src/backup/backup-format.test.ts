import { expect, it } from 'vitest'

import { entryLine, parseLine } from './backup-format.ts'

it('a line holds text, exact numbers, bytes and null as they are', () => {
  const row = {
    text: 'a\nb"\u2028',
    none: null,
    most: Number.MAX_SAFE_INTEGER,
    part: 0.25,
    bytes: Uint8Array.of(0, 255, 10, 128),
    looksLikeBytes: '{"bytes":"AA=="}',
  }
  const line = entryLine({ table: 'all_kinds', row })
  expect(line.indexOf('\n')).toBe(line.length - 1)
  expect(parseLine(line)).toEqual({ table: 'all_kinds', row: { ...row, bytes: Buffer.from(row.bytes) } })
})

it.each([Number.MAX_SAFE_INTEGER + 1, Number.NaN, Infinity, 7n, true, undefined, new Date(0)])(
  'a value that would come back as another is refused: %s',
  (value) => {
    const entry = { table: 'accounts', row: { id: value } }
    expect(() => entryLine(entry)).toThrow('a backup cannot hold the value of id')
  },
)
