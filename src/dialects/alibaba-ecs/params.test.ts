import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { WireRequest } from '../kit/wire-request.ts'
import {
  encode,
  formatOfUnreadable,
  maxDepth,
  maxParams,
  nestParams,
  readCallHead,
  readParams,
  sortedNames,
  type RequestParams,
} from './params.ts'

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const v3Headers = {
  authorization: 'ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature=b',
  'x-acs-action': 'AttachKeyPair',
  'x-acs-version': '2014-05-26',
}

function received(
  rawQuery: string,
  rest: { method?: string; headers?: IncomingHttpHeaders; body?: string | Buffer } = {},
): WireRequest {
  return {
    method: rest.method ?? 'POST',
    path: '/',
    rawQuery,
    headers: { host: '127.0.0.1:8080', ...rest.headers },
    body: Buffer.from(rest.body ?? ''),
    sourceAddress: '127.0.0.1',
    isSecure: false,
  }
}

function paramsOf(request: WireRequest): RequestParams {
  const params = readParams(request)
  if ('problem' in params) throw new Error(`unreadable: ${JSON.stringify(params)}`)
  return params
}

function nested(rawQuery: string) {
  return nestParams(paramsOf(received(rawQuery)))
}

function entries(request: WireRequest): [string, string][] {
  return [...paramsOf(request).all]
}

describe('readParams', () => {
  it('decodes percent escapes, plus signs and UTF-8 in query and body alike', () => {
    const text = 'a=b+c%20d%2Be&n%C3%A9=%E4%B8%AD~*'
    const expected = [
      ['a', 'b c d+e'],
      ['né', '中~*'],
    ]
    expect(entries(received(text))).toEqual(expected)
    expect(entries(received('', { headers: form, body: text }))).toEqual(expected)
  })

  it('keeps names apart by case, empty values and parts without an equals sign', () => {
    expect(entries(received('a=1&A=2&b=&c&&=x&d=1=2'))).toEqual([
      ['a', '1'],
      ['A', '2'],
      ['b', ''],
      ['c', ''],
      ['', 'x'],
      ['d', '1=2'],
    ])
  })

  it('lets the last of equal names win, the body over the query', () => {
    const params = paramsOf(received('a=1&a=2&b=1', { headers: form, body: 'b=2' }))
    expect([...params.query]).toEqual([
      ['a', '2'],
      ['b', '1'],
    ])
    expect([...params.all]).toEqual([
      ['a', '2'],
      ['b', '2'],
    ])
  })

  it.each([
    ['application/x-www-form-urlencoded', true],
    ['application/x-www-form-urlencoded; charset=utf-8', true],
    ['Application/X-WWW-Form-Urlencoded', true],
    ['', true],
    [undefined, true],
    ['application/json', false],
    ['application/x-www-form-urlencoded-not', false],
    ['multipart/form-data', false],
  ])('reads a body of content type %s: %s', (type, isRead) => {
    const request = received('', { headers: { 'content-type': type }, body: 'a=1' })
    expect(paramsOf(request).all.has('a')).toBe(isRead)
  })

  it('puts raw UTF-8 together in query and body', () => {
    const raw = Buffer.from('a=é')
    expect(entries(received(raw.toString('latin1')))).toEqual([['a', 'é']])
    expect(entries(received('', { headers: form, body: raw }))).toEqual([['a', 'é']])
  })

  it.each(['a=%', 'a=%2', 'a=%zz', 'a=%ff', 'a=%C3', 'a=%C0%80'])('refuses the encoding of %s', (text) => {
    const problem = { problem: 'malformedEncoding', name: 'a' }
    expect(readParams(received(text))).toEqual(problem)
    expect(readParams(received('', { headers: form, body: text }))).toEqual(problem)
  })

  it('refuses a malformed name and bytes that are no UTF-8', () => {
    expect(readParams(received('%ff=1'))).toEqual({ problem: 'malformedEncoding', name: '%ff' })
    expect(readParams(received('a=\xff'))).toEqual({ problem: 'malformedEncoding', name: 'query' })
    const body = Buffer.from([0x61, 0x3d, 0xff])
    expect(readParams(received('', { headers: form, body }))).toEqual({
      problem: 'malformedEncoding',
      name: 'body',
    })
  })

  it('cuts a hostile name', () => {
    const problem = readParams(received(`${'n'.repeat(100_000)}=%`))
    expect(problem).toEqual({ problem: 'malformedEncoding', name: `${'n'.repeat(128)}…` })
  })

  it('bounds the number of parameters of query and body together, repeats included', () => {
    const half = Array.from({ length: maxParams / 2 }, () => 'a=1').join('&')
    const full = received(half, { headers: form, body: half })
    expect(entries(full)).toEqual([['a', '1']])
    expect(readParams({ ...full, rawQuery: `${half}&a=1` })).toEqual({
      problem: 'tooManyParams',
      limit: maxParams,
    })
  })
})

describe('forms A to G of AttachKeyPair', () => {
  const business = `InstanceIds=${encode('["i-1", "i-2"]')}&KeyPairName=demo%3Akey&RegionId=cn-hangzhou`
  const plusCoded = business.replaceAll('%20', '+')
  const common =
    'Action=AttachKeyPair&Version=2014-05-26&Format=JSON&AccessKeyId=a&Signature=b%3D&SignatureMethod=HMAC-SHA1&SignatureVersion=1.0&SignatureNonce=n&Timestamp=2026-01-02T03%3A04%3A05Z'
  const empty = 'SignatureType=&ResourceOwnerAccount=&OwnerId=12&SecurityToken=t'

  it.each([
    ['A', received(business, { headers: v3Headers })],
    ['B', received('RegionId=cn-hangzhou', { headers: { ...v3Headers, ...form }, body: business })],
    [
      'B chunked',
      received('', { headers: { ...v3Headers, ...form, 'transfer-encoding': 'chunked' }, body: business }),
    ],
    ['C', received(plusCoded, { method: 'GET', headers: v3Headers })],
    ['D', received(`${common}&${business}`, { method: 'GET' })],
    ['E', received('', { headers: form, body: `${common}&${business}&${empty}` })],
    ['F', received(`${plusCoded}&${common}&${empty}`, { headers: form })],
    ['G', received(common, { headers: form, body: plusCoded })],
  ])('form %s says the same', (_form, request) => {
    const params = paramsOf(request)
    expect(readCallHead(request, params)).toMatchObject({
      action: 'AttachKeyPair',
      version: '2014-05-26',
      format: 'json',
    })
    const read = nestParams(params)
    expect(read).toEqual({
      business: { InstanceIds: '["i-1", "i-2"]', KeyPairName: 'demo:key', RegionId: 'cn-hangzhou' },
    })
  })
})

describe('readCallHead', () => {
  function headOf(request: WireRequest) {
    return readCallHead(request, paramsOf(request))
  }

  it('prefers the parameter in V1 and falls back to the header', () => {
    const headers = { 'x-acs-action': 'FromHeader', 'x-acs-version': '2000-01-01' }
    expect(headOf(received('Action=FromParam&Version=2014-05-26&Signature=s', { headers }))).toEqual({
      form: 'v1',
      action: 'FromParam',
      version: '2014-05-26',
      format: 'xml',
    })
    expect(headOf(received('Action=&Signature=s', { headers }))).toMatchObject({
      action: 'FromHeader',
      version: '2000-01-01',
    })
  })

  it('prefers the header in V3 and always answers JSON', () => {
    expect(headOf(received('Action=Other&Version=1&Format=XML', { headers: v3Headers }))).toEqual({
      form: 'v3',
      action: 'AttachKeyPair',
      version: '2014-05-26',
      format: 'json',
    })
  })

  it('takes an anonymous V3 call for V3, a V1 call with action headers for V1', () => {
    const actionHeaders = { 'x-acs-action': 'A', 'x-acs-version': 'B' }
    const anonymous = received('Format=json', { headers: { ...actionHeaders, 'x-acs-signature-nonce': 'n' } })
    expect(headOf(anonymous).form).toBe('v3')
    expect(headOf(received('Signature=s', { headers: { ...actionHeaders, 'x-acs-date': 'd' } })).form).toBe(
      'v1',
    )
    expect(headOf(received('', { headers: actionHeaders })).form).toBe('v1')
    expect(headOf(received('')).action).toBeUndefined()
  })

  it.each([
    ['Format=JSON', 'json'],
    ['Format=json', 'json'],
    ['Format=XML', 'xml'],
    ['Format=xml', 'xml'],
    ['Format=', 'xml'],
    ['', 'xml'],
  ])('answers V1 with %s in %s', (query, format) => {
    expect(headOf(received(query)).format).toBe(format)
  })
})

describe('formatOfUnreadable', () => {
  it('follows what can be seen without decoding', () => {
    expect(formatOfUnreadable(received('a=%', { headers: v3Headers }))).toBe('json')
    expect(formatOfUnreadable(received('a=%&Format=Json'))).toBe('json')
    expect(formatOfUnreadable(received('a=%&XFormat=json'))).toBe('xml')
  })
})

describe('nestParams', () => {
  it('nests lists, objects and lists within objects', () => {
    expect(
      nested(
        'InstanceId.1=i-1&InstanceId.2=i-2&Tag.1.Key=k&Tag.1.Value=v&SystemDisk.Category=cloud&' +
          'NetworkInterface.1.SecurityGroupIds.2=b&NetworkInterface.1.SecurityGroupIds.1=a&InstanceIds=%5B%22i%22%5D',
      ),
    ).toEqual({
      business: {
        InstanceId: ['i-1', 'i-2'],
        Tag: [{ Key: 'k', Value: 'v' }],
        SystemDisk: { Category: 'cloud' },
        NetworkInterface: [{ SecurityGroupIds: ['a', 'b'] }],
        InstanceIds: '["i"]',
      },
    })
  })

  it('orders by number and closes gaps, whatever the size of the index', () => {
    expect(nested('A.10=d&A.2=b&A.999999999=e&A.1=a&A.9=c')).toEqual({
      business: { A: ['a', 'b', 'c', 'd', 'e'] },
    })
  })

  it('takes empty values for not supplied', () => {
    expect(nested('InstanceIds=&KeyPairName&Tag.1.Key=k&Tag.1.Value=&InstanceId.1=&RegionId=r')).toEqual({
      business: { Tag: [{ Key: 'k' }], RegionId: 'r' },
    })
  })

  it('leaves common parameters out, a parameter called problem in', () => {
    expect(nested('Action=a&AccessKeyId=b&BearerToken=c&OwnerAccount=d&problem=e&RegionId=f')).toEqual({
      business: { problem: 'e', RegionId: 'f' },
    })
  })

  it('makes objects without a prototype', () => {
    const read = nested('SystemDisk.Category=cloud&toString=x')
    if ('problem' in read) throw new Error('not nested')
    expect(Object.getPrototypeOf(read.business)).toBeNull()
    expect(Object.getPrototypeOf(read.business['SystemDisk'])).toBeNull()
  })

  it.each([
    '__proto__=1',
    '__proto__.polluted=1',
    'Tag.1.__proto__=',
    'constructor.prototype.polluted=1',
    'a.prototype=1',
    'Tag..Key=1',
    'Tag.=1',
    '.Tag=1',
    '=1',
    'Tag.0.Key=1',
    'Tag.01.Key=1',
    'Tag.1000000000.Key=1',
    'Tag.99999999999999999999.Key=1',
  ])('refuses the name of %s', (query) => {
    expect(nested(query)).toEqual({ problem: 'malformedName', name: query.slice(0, query.indexOf('=')) })
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it('bounds the depth', () => {
    const deepest = Array.from({ length: maxDepth }, () => 'a').join('.')
    expect(nested(`${deepest}=1`)).toHaveProperty(`business.${deepest}`, '1')
    expect(nested(`${deepest}.a=1`)).toEqual({ problem: 'malformedName', name: `${deepest}.a` })
  })

  it.each([
    ['Tag=1&Tag.1.Key=2', 'Tag.1.Key'],
    ['Tag.1.Key=1&Tag=2', 'Tag'],
    ['Tag.1=1&Tag.1.Key=2', 'Tag.1.Key'],
    ['Tag.1.Key=1&Tag.1=2', 'Tag.1'],
    ['Tag.1.Key=1&Tag.Key=2', 'Tag.Key'],
    ['Tag.Key=1&Tag.1.Key=2', 'Tag.1.Key'],
  ])('refuses the contradiction of %s', (query, name) => {
    expect(nested(query)).toEqual({ problem: 'conflictingName', name })
  })
})

describe('encode', () => {
  it('keeps the unreserved characters only', () => {
    expect(encode('AZaz09-_.~')).toBe('AZaz09-_.~')
    expect(encode("env é*~'()!")).toBe('env%20%C3%A9%2A~%27%28%29%21')
    expect(encode('a b+c/d')).toBe('a%20b%2Bc%2Fd')
    expect(encode('')).toBe('')
  })

  it('writes every ASCII byte as RFC 3986 does', () => {
    for (let code = 0; code < 128; code += 1) {
      const char = String.fromCharCode(code)
      const escaped = `%${code.toString(16).toUpperCase().padStart(2, '0')}`
      expect(encode(char)).toBe(/[A-Za-z0-9_.~-]/.test(char) ? char : escaped)
    }
  })
})

describe('sortedNames', () => {
  it('sorts by bytes, not by number or UTF-16 unit', () => {
    const names = ['Tag.2.Key', 'Tag.10.Key', 'b', 'B', '\u{1f600}', '\uff5e']
    expect(sortedNames(new Map(names.map((name) => [name, ''])))).toEqual([
      'B',
      'Tag.10.Key',
      'Tag.2.Key',
      'b',
      '\uff5e',
      '\u{1f600}',
    ])
  })
})
