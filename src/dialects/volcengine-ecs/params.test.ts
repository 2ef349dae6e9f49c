import { describe, expect, test } from 'vitest'
import { MAX_DEPTH, MAX_VALUES, type ActionParams } from '../kit/nest-pairs.ts'
import type { WireRequest } from '../kit/wire-request.ts'
import type { Credentials } from './credentials.ts'
import { readParams } from './params.ts'
import { readPairs, readQuery, valueOf } from './query-pairs.ts'

const head = 'Action=AttachKeyPair&Version=2020-04-01'

interface Parts {
  readonly method?: string
  readonly rawQuery?: string
  readonly contentType?: string
  readonly body?: string | Buffer
}

function wire({ method = 'GET', rawQuery = head, contentType, body = '' }: Parts): WireRequest {
  return {
    method,
    path: '/',
    rawQuery,
    headers: contentType === undefined ? {} : { 'content-type': contentType },
    body: Buffer.from(body),
    sourceAddress: '127.0.0.1',
    isSecure: false,
  }
}

function get(rawQuery: string): WireRequest {
  return wire({ rawQuery })
}

function postForm(body: string | Buffer, rawQuery = head): WireRequest {
  const contentType = 'application/x-www-form-urlencoded; charset=utf-8'
  return wire({ method: 'POST', rawQuery, contentType, body })
}

function postJson(value: unknown, rawQuery = head): WireRequest {
  const body = typeof value === 'string' ? value : JSON.stringify(value)
  return wire({ method: 'POST', rawQuery, contentType: 'application/json; charset=utf-8', body })
}

/** What the verified credentials of this request would be, as far as parameters go. */
function signed(request: WireRequest, form: Credentials['form'] = 'header'): Credentials {
  const query = readQuery(request)
  if ('problem' in query) throw new Error(query.problem)
  return {
    form,
    accessKeyId: 'AKLT1',
    date: '20240102',
    region: 'cn-beijing',
    service: 'ecs',
    timestamp: '20240102T030405Z',
    signedAtMs: 0,
    expiresSeconds: undefined,
    securityToken: undefined,
    signedHeaders: 'x-date',
    signedPairs: query,
    signature: '',
  }
}

function read(request: WireRequest) {
  return readParams(request, signed(request))
}

function params(request: WireRequest): ActionParams {
  const given = read(request)
  if ('problem' in given) throw new Error(given.problem)
  return given.params
}

describe('the three forms', () => {
  const flat =
    "KeyPairId=kp-1&InstanceIds.1=i-1&InstanceIds.2=i-2&Tags.1.Key=a+b&Tags.1.Value=%E4%B8%AD%2B&Tags.2.Key=c&DryRun=true&MaxResults=20&Placement.Zone.Id=z&ClientToken=tok%20en~1*'()!"
  const json = {
    KeyPairId: 'kp-1',
    InstanceIds: ['i-1', 'i-2'],
    Tags: [{ Key: 'a b', Value: '中+' }, { Key: 'c' }],
    DryRun: true,
    MaxResults: 20,
    Placement: { Zone: { Id: 'z' } },
    ClientToken: "tok en~1*'()!",
  }
  const expected = { ...json, DryRun: 'true', MaxResults: '20' }

  test('give the same parameters', () => {
    expect(params(get(`${head}&${flat}`))).toEqual(expected)
    expect(params(postForm(flat))).toEqual(expected)
    expect(params(postJson(json))).toEqual(expected)
  })

  test('take names that are dotted in JSON', () => {
    expect(params(postJson({ 'InstanceIds.1': 'i-1', Tags: [{ 'Deep.Key': 'k' }] }))).toEqual({
      InstanceIds: ['i-1'],
      Tags: [{ Deep: { Key: 'k' } }],
    })
  })

  test('leave out common and signature parameters, wherever they stand', () => {
    const common = 'X-Date=1&X-Expires=2&X-Signature=3&X-NotSignBody='
    expect(params(get(`${head}&${common}&A=1`))).toEqual({ A: '1' })
    expect(params(postForm(`${head}&${common}&A=1`))).toEqual({ A: '1' })
    expect(params(postJson({ Action: 'x', Version: 'y', 'X-Date': 'z', A: '1' }))).toEqual({ A: '1' })
  })

  test('ignore the body of a GET request, whatever it is', () => {
    const request = wire({ rawQuery: `${head}&A=1`, contentType: 'application/json', body: '{' })
    expect(params(request)).toEqual({ A: '1' })
  })

  test('take a POST without a body or a content type', () => {
    expect(params(wire({ method: 'POST', contentType: 'application/json' }))).toEqual({})
    expect(params(wire({ method: 'POST', body: 'A=1' }))).toEqual({ A: '1' })
  })

  test('join query and body of a POST; the body wins', () => {
    expect(params(postForm('A=body', `${head}&A=query&B=query`))).toEqual({ A: 'body', B: 'query' })
    expect(params(postJson({ A: 'body' }, `${head}&A=query&B=query`))).toEqual({ A: 'body', B: 'query' })
  })

  test('leave the body of a presigned request unread, as nobody signed it', () => {
    const request = postForm('A=body', `${head}&B=query`)
    expect(readParams(request, signed(request, 'query'))).toEqual({ params: { B: 'query' } })
  })

  test('have no prototype', () => {
    const given = params(get('A.B=1'))
    expect(Object.getPrototypeOf(given)).toBe(null)
    expect(Object.getPrototypeOf(given['A'])).toBe(null)
  })
})

describe('arrays', () => {
  test('are ordered by number, from 0 or 1, closed up over gaps', () => {
    expect(params(get('N.10=c&N.2=b&N.0=a'))).toEqual({ N: ['a', 'b', 'c'] })
    expect(params(get('N.1.K=a&N.7.K=b&N.1.V.3=x'))).toEqual({ N: [{ K: 'a', V: ['x'] }, { K: 'b' }] })
  })

  test('take any index without room for those before it', () => {
    expect(params(get('N.4294967295=b&N.999999999999999=c&N.1=a'))).toEqual({ N: ['a', 'b', 'c'] })
  })
})

describe('empty and repeated', () => {
  test('empty text is kept apart from absent', () => {
    expect(params(get('Description='))).toEqual({ Description: '' })
    expect(params(get('Description'))).toEqual({ Description: '' })
    expect(params(postJson({ Description: '' }))).toEqual({ Description: '' })
    expect(params(get('&&'))).toEqual({})
  })

  test('null, [] and {} in JSON are absent', () => {
    expect(params(postJson({ A: null, B: [], C: {}, D: [null, 'x'], E: 0, F: false }))).toEqual({
      D: ['x'],
      E: '0',
      F: 'false',
    })
  })

  test('the last of equal names counts', () => {
    expect(params(get('A=1&A=2&N.1=a&N.1=b'))).toEqual({ A: '2', N: ['b'] })
  })
})

describe('refusals', () => {
  const malformed = { problem: 'malformed' }
  const deep = (levels: number) => Array.from({ length: levels }, () => 'a').join('.')
  const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
  const pairs = (count: number) => Array.from({ length: count }, (_, n) => `a${n}=1`).join('&')

  test.each([['%c0 in a form', 'A=%c0%80'] as const, ['no UTF-8', Buffer.from([0x41, 0x3d, 0xff])] as const])(
    'encoding: %s',
    (_, body) => {
      expect(read(postForm(body))).toEqual(malformed)
    },
  )

  test.each(['{', '[]', '"text"', 'null', '1', "{'A':1}"])('JSON: %s', (body) => {
    expect(read(postJson(body))).toEqual(malformed)
  })

  test.each(['__proto__', 'constructor', 'prototype'])('name: %s', (name) => {
    for (const request of [get(`${name}=1`), get(`A.${name}.x=1`), postForm(`${name}.x=1`)]) {
      expect(read(request)).toMatchObject(malformed)
    }
    expect(read(postJson(`{"A":[{"${name}":"x"}]}`))).toMatchObject(malformed)
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
  })

  test.each(['N=a&N.1=b', 'N.1=b&N=a', 'N.1=a&N.x=b', 'N.x=a&N.1=b', 'N..x=a'])('name: %s', (query) => {
    const given = read(get(query))
    expect(given).toMatchObject(malformed)
    expect('name' in given && given.name).toMatch(/^N/)
  })

  test('depth', () => {
    expect(JSON.stringify(params(get(`${deep(MAX_DEPTH)}=1`)))).toBe(nested(MAX_DEPTH).replace('1', '"1"'))
    expect(read(get(`${deep(MAX_DEPTH + 1)}=1`))).toEqual(malformed)
    expect(read(get(`${deep(50_000)}=1`))).toEqual(malformed)
    expect(JSON.stringify(params(postJson(nested(MAX_DEPTH))))).toBe(nested(MAX_DEPTH).replace('1', '"1"'))
    expect(read(postJson(nested(MAX_DEPTH + 1)))).toEqual(malformed)
    expect(read(postJson(nested(100_000)))).toEqual(malformed)
  })

  test('count', () => {
    expect(Object.keys(params(get(pairs(MAX_VALUES))))).toHaveLength(MAX_VALUES)
    expect(readQuery(get(pairs(MAX_VALUES + 1)))).toEqual({ problem: 'tooMany' })
    expect(read(postForm(pairs(MAX_VALUES + 1)))).toEqual(malformed)
    expect(read(postJson({ A: Array.from({ length: MAX_VALUES + 1 }, () => 'x') }))).toEqual(malformed)
  })

  test('count of JSON objects and lists with nothing in them', () => {
    expect(read(postJson(`{"A":[${'[],'.repeat(MAX_VALUES)}[]]}`))).toEqual(malformed)
    expect(read(postJson(`{"A":[${'{},'.repeat(MAX_VALUES)}{}]}`))).toEqual(malformed)
    expect(read(postJson(`{"A":[${'null,'.repeat(MAX_VALUES)}1]}`))).toEqual(malformed)
  })
})

describe('readQuery', () => {
  test.each(['A=%', '%zz=1', 'A=%ff', 'A=\u00ff'])('refuses %s', (rawQuery) => {
    expect(readQuery(get(rawQuery))).toEqual({ problem: 'malformedEncoding' })
  })

  test('puts raw UTF-8 together again', () => {
    const latin1 = Buffer.from('A=中😀').toString('latin1')
    expect(readQuery(get(latin1))).toEqual([['A', '中😀']])
  })
})

describe('readPairs', () => {
  test('splits at the first equals sign and decodes once', () => {
    expect(readPairs('a=b=c&d=%252B&e+f=+&%3D=&&g')).toEqual([
      ['a', 'b=c'],
      ['d', '%2B'],
      ['e f', ' '],
      ['=', ''],
      ['g', ''],
    ])
  })
})

describe('valueOf', () => {
  test('is the last value, or undefined', () => {
    const pairs = [
      ['a', '1'],
      ['a', '2'],
    ] as const
    expect(valueOf(pairs, 'a')).toBe('2')
    expect(valueOf(pairs, 'b')).toBe(undefined)
  })
})
