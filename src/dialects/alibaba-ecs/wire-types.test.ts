import { describe, expect, it } from 'vitest'

import { jsonList } from './wire-types.ts'

const malformed = { status: 400, code: 'Malformed', message: '' }
const tooMany = { status: 400, code: 'TooMany', message: '' }
const list = jsonList({ max: 2, malformed, tooMany })

describe('a list in one parameter', () => {
  it('is one of texts', () => {
    expect(list.parse('["a", "b"]')).toEqual(['a', 'b'])
  })

  it.each([
    ...['', '[]', 'null', '"a"', '{}', '[1]', '["a",""]', '["a",null]', '[["a"]]', '["a"'].map((text) => [
      text,
      malformed,
    ]),
    ['["a","b","c"]', tooMany],
  ])('%j is refused', (text, refusal) => {
    expect(list.safeParse(text).error?.issues).toMatchObject([{ params: { refusal } }])
  })

  it.each([
    ['brackets', '['.repeat(1_000_000), malformed],
    ['texts', `[${'"",'.repeat(1_000_000)}""]`, tooMany],
    ['numbers in half a list', `[${'0,'.repeat(5_000)}0]`, malformed],
  ])('is refused as one, not entry by entry: %s', (_name, text, refusal) => {
    expect(list.safeParse(text).error?.issues).toMatchObject([{ params: { refusal } }])
  })
})
