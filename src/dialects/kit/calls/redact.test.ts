import { describe, expect, it } from 'vitest'

import { keptText, redactBody, redactHeaders, redactQuery, redactValue } from './redact.ts'

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

  it('is so whatever its value is', () => {
    expect(redactValue({ Password: { Value: 'x' }, Limit: { Value: 1 } })).toEqual({
      ...{ Password: '[secret]', Limit: { Value: 1 } },
    })
  })

  it('is found in a structure that was sent as text', () => {
    const login = JSON.stringify({ Password: 'p', More: JSON.stringify([{ Passwd: 'p', A: 1 }]) })
    const told = JSON.stringify({ Password: '[secret]', More: '[{"Passwd":"[secret]","A":1}]' })
    expect(redactValue({ LoginSettings: login })).toEqual({ LoginSettings: told })
    expect(redactValue({ LoginSettings: ` \n${login}` })).toEqual({ LoginSettings: told })
    expect(redactBody(Buffer.from(JSON.stringify({ LoginSettings: [login] })))).toBe(
      JSON.stringify({ LoginSettings: [told] }),
    )
    const query = `A=1&LoginSettings=${encodeURIComponent(login)}&B=2`
    expect(redactQuery(query)).toBe(`A=1&LoginSettings=${encodeURIComponent(told)}&B=2`)
    expect(redactQuery('A={"Password":+"p"}')).toBe(`A=${encodeURIComponent('{"Password":"[secret]"}')}`)
  })

  it.each(['["skey-1", "skey-2"]', '{ "A": 1 }', '[b]', '{', '[secret]', `[${'['.repeat(4_000)}`])(
    'is not looked for where a text has none: %#',
    (text) => {
      expect(redactValue({ Text: text })).toEqual({ Text: text })
      expect(redactQuery(`Text=${encodeURIComponent(text)}`)).toBe(`Text=${encodeURIComponent(text)}`)
    },
  )

  it('is not shown where text is nested in text too deeply', () => {
    for (const depth of [40, 8_000]) {
      const deep = `${'['.repeat(depth)}{"Password":"Hunter2"}${']'.repeat(depth)}`
      expect(JSON.stringify(redactValue({ Text: deep }))).not.toContain('Hunter2')
      expect(JSON.stringify(redactValue({ Text: deep }))).toContain('nested too deeply')
    }
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

  it.each(['[', '{"a":'])('of %j without end is told, down to a depth', (opening) => {
    const count = Math.floor(16_000 / (opening.length + 1))
    const closing = opening === '[' ? ']' : '}'
    const told = redactBody(Buffer.from(`${opening.repeat(count)}0${closing.repeat(count)}`))
    expect(told).toContain('(nested too deeply)')
  })
})

describe('what is too long to be kept of a thousand calls', () => {
  const long = 'x'.repeat(100_000)

  it('is told by its size', () => {
    expect(redactQuery(`A=${long}`)).toBe('(100002 characters)')
    expect(redactBody(Buffer.from(long))).toBe('(100000 bytes)')
    expect(redactHeaders({ host: 'h', 'x-long': long, accept: 'a' })).toEqual({
      host: 'h',
      accept: 'a',
      '…': '1 more, which are too long to be kept',
    })
  })

  it('is cut off where people read it', () => {
    expect(keptText(long)).toHaveLength(16 * 1024 + 1)
    expect(keptText('short, 短')).toBe('short, 短')
  })

  it('is so also when it is many that are short', () => {
    const many = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, place) => [`x-${place}`, 'y'.repeat(50)]),
    )
    expect(JSON.stringify(redactHeaders(many)).length).toBeLessThan(32 * 1024)
  })
})
