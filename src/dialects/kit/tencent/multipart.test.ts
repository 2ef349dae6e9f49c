import { describe, expect, test } from 'vitest'
import { readMultipart } from './multipart.ts'
import { MAX_VALUES } from '../nest-pairs.ts'

// Vector T7 of spec/tencent.md §1.4.
const TYPE = 'multipart/form-data; boundary=----b0'
const BODY =
  '------b0\r\nContent-Disposition: form-data; name="KeyName"\r\n\r\nmy_key\r\n' +
  '------b0\r\nContent-Disposition: form-data; name="PublicKey"\r\n\r\nssh-rsa AAAA\r\n------b0--\r\n'

function read(body: string, contentType = TYPE) {
  return readMultipart(contentType, Buffer.from(body))
}

function part(headers: string, content: string): string {
  return `------b0\r\n${headers}\r\n\r\n${content}\r\n------b0--\r\n`
}

describe('readMultipart', () => {
  test('reads vector T7', () => {
    expect(read(BODY)).toEqual([
      ['KeyName', 'my_key'],
      ['PublicKey', 'ssh-rsa AAAA'],
    ])
  })

  test('accepts a quoted boundary, other attributes and no CR LF at the very end', () => {
    expect(read(BODY.slice(0, -2), 'Multipart/Form-Data; charset=utf-8; Boundary="----b0"')).toHaveLength(2)
  })

  test('a body of no parts has no parameters', () => {
    expect(read('------b0--\r\n')).toEqual([])
  })

  test('ignores case, content type and file name of a part', () => {
    const headers =
      'content-type: application/octet-stream\r\ncontent-disposition:form-data; filename="a;name=b"; name="PublicKey"'
    expect(read(part(headers, 'ssh-rsa AAAA'))).toEqual([['PublicKey', 'ssh-rsa AAAA']])
  })

  test('content may hold line ends, dashes, UTF-8 or nothing', () => {
    const headers = 'Content-Disposition: form-data; name="A"'
    for (const content of ['', '\r\n', 'a\r\nb\r\n', '--', '\r\n--', 'a------b0', '未']) {
      expect(read(part(headers, content))).toEqual([['A', content]])
    }
  })

  test.each([
    ['no boundary', BODY, 'multipart/form-data'],
    ['an endless boundary', BODY, `multipart/form-data; boundary=${'-'.repeat(71)}`],
    ['another boundary', BODY, 'multipart/form-data; boundary=----b1'],
    ['an empty body', '', TYPE],
    ['a preamble', `x\r\n${BODY}`, TYPE],
    ['an epilogue', `${BODY}x`, TYPE],
    ['no closing boundary', BODY.replace('------b0--\r\n', ''), TYPE],
    ['a truncated closing boundary', BODY.replace('--\r\n', ''), TYPE],
    ['bare line feeds', BODY.replaceAll('\r\n', '\n'), TYPE],
    ['text behind a boundary', BODY.replace('------b0\r\n', '------b0x\r\n'), TYPE],
    ['a part without headers', '------b0\r\n\r\n------b0--\r\n', TYPE],
    ['a part without disposition', part('Content-Type: text/plain', 'x'), TYPE],
    ['a part without name', part('Content-Disposition: form-data; filename="x"', 'x'), TYPE],
    ['an empty name', part('Content-Disposition: form-data; name=""', 'x'), TYPE],
    ['an attachment', part('Content-Disposition: attachment; name="x"', 'x'), TYPE],
    [
      'endless part headers',
      part(`X: ${'x'.repeat(2000)}\r\nContent-Disposition: form-data; name="A"`, 'x'),
      TYPE,
    ],
  ])('refuses %s', (_, body, contentType) => {
    expect(read(body, contentType)).toMatchObject({ problem: 'malformedMultipart' })
  })

  test('refuses content that is not UTF-8', () => {
    const body = Buffer.from(part('Content-Disposition: form-data; name="A"', '\xFF'), 'latin1')
    expect(readMultipart(TYPE, body)).toEqual({
      problem: 'malformedMultipart',
      reason: 'part A is not UTF-8 text',
    })
  })

  test('bounds the number of parts', () => {
    const one = '------b0\r\nContent-Disposition: form-data; name="A"\r\n\r\n\r\n'
    expect(read(`${one.repeat(MAX_VALUES)}------b0--`)).toHaveLength(MAX_VALUES)
    expect(read(`${one.repeat(MAX_VALUES + 1)}------b0--`)).toEqual({ problem: 'tooMany', limit: MAX_VALUES })
  })
})
