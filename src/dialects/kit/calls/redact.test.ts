import { describe, expect, it } from 'vitest'

import { redactBody, redactHeaders, redactQuery, redactValue } from './redact.ts'

describe('what is secret', () => {
  it.each([
    ['Password', 'p'],
    ['LoginConfiguration.Password', 'p'],
    ['PrivateKeyBody', 'p'],
    ['SecretAccessKey', 'p'],
    ['TmpSecretKey', 'p'],
    ['SecurityToken', 'p'],
    ['UserData', 'p'],
  ])('%s is', (name, value) => {
    expect(redactValue({ [name]: value })).toEqual({ [name]: '[secret]' })
    expect(redactQuery(`A=1&${name}=${value}&B=2`)).toBe(`A=1&${name}=[secret]&B=2`)
  })

  it.each(['ClientToken', 'NextToken', 'SecretId', 'KeyName', 'PublicKey'])('%s is not', (name) => {
    expect(redactValue({ [name]: 'v' })).toEqual({ [name]: 'v' })
    expect(redactQuery(`${name}=v`)).toBe(`${name}=v`)
  })

  it('is found however deep', () => {
    expect(redactValue({ a: [{ Passwords: ['x', 'y'] }] })).toEqual({
      a: [{ Passwords: ['[secret]', '[secret]'] }],
    })
  })

  it('is found under an escaped name', () => {
    expect(redactQuery('%50assword=x')).toBe('%50assword=[secret]')
  })
})

describe('signatures', () => {
  it('are shortened', () => {
    expect(redactQuery('Signature=abcdefghijkl&X-Signature=mnopqrstuvw')).toBe(
      'Signature=abcdefgh…&X-Signature=mnopqrst…',
    )
    expect(redactHeaders({ authorization: 'HMAC-SHA256 Credential=AK/x, Signature=0123456789' })).toEqual({
      authorization: 'HMAC-SHA256 Credential=AK/x, Signature=01234567…',
    })
  })

  it('are all of the header that stays: what has none is a secret', () => {
    expect(
      redactHeaders({ authorization: 'Bearer abc', cookie: 'a=b', 'x-tc-token': 't', host: 'h' }),
    ).toEqual({
      ...{ authorization: 'Bearer [secret]', cookie: '[secret]', 'x-tc-token': '[secret]', host: 'h' },
    })
  })
})

describe('a body', () => {
  it.each([
    ['', ''],
    ['{"Password":"p","A":1}', '{"Password":"[secret]","A":1}'],
    ['Password=p&A=1', 'Password=[secret]&A=1'],
    ['{"Password":"p"', '(15 bytes)'],
    ['--boundary\r\nPassword', '(20 bytes)'],
    [`A=${'x'.repeat(20_000)}`, '(20002 bytes)'],
  ])('%# is told as far as it can be read', (text, told) => {
    expect(redactBody(Buffer.from(text))).toBe(told)
  })
})
