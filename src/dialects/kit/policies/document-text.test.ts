import { describe, expect, it } from 'vitest'

import { readDocumentText } from './document-text.ts'

describe('readDocumentText', () => {
  it('reads an object', () => {
    const text = ' { "a" : [ { "k": 1 }, { "k": 2 } ], "b": { "a": "{\\"x\\":1,\\"x\\":2}" } } '
    expect(readDocumentText(text)).toEqual({ document: JSON.parse(text) })
  })

  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":1,"b":{"c":[],"\\u0063":{}}}', 'b.c'],
    [
      '{"Statement":[{"Effect":"Deny"},{"Effect":"Deny","Action":"x","Effect":"Allow"}]}',
      'Statement.1.Effect',
    ],
    ['{"a":[[],[{"b":",","b":","}]]}', 'a.1.0.b'],
  ])('%s gives a name twice', (text, path) => {
    expect(readDocumentText(text)).toEqual({ problem: { path, message: 'The element is given twice.' } })
  })

  it.each([
    '',
    '{',
    '{"a":1,}',
    '// x\n{}',
    "{'a':1}",
    '[]',
    '"x"',
    'null',
    '1',
    `{"a":"${'x'.repeat(70_000)}"}`,
  ])('refuses %.20j', (text) => {
    expect(readDocumentText(text)).toMatchObject({ problem: { path: '' } })
  })
})
