import { describe, expect, test } from 'vitest'
import type { WireRequest } from '../wire-request.ts'
import { authorization, readActionParams, readEnvelope } from './params.ts'

const TC3 = {
  authorization: 'TC3-HMAC-SHA256 …',
  'x-tc-action': 'AssociateInstancesKeyPairs',
  'x-tc-version': '2017-03-12',
  'x-tc-region': 'ap-guangzhou',
  'x-tc-timestamp': '1700000000',
}
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const FLAT = 'InstanceIds.0=ins-1e4r6y8i&InstanceIds.1=ins-3e56fg78&KeyIds.0=skey-4e5ty7i8&ForceStop=true'
const V1 =
  `Action=AssociateInstancesKeyPairs&${FLAT}&Nonce=9223372036854775807&Region=ap-guangzhou&SecretId=AKID` +
  '&Signature=a%2Bb%3D&SignatureMethod=HmacSHA1&Timestamp=1700000000&Version=2017-03-12&Token=&Language=&RequestClient='
const MULTIPART = `${FLAT.split('&')
  .map((piece) => piece.split('='))
  .map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
  .join('')}--b--\r\n`
const PARAMS = {
  InstanceIds: ['ins-1e4r6y8i', 'ins-3e56fg78'],
  KeyIds: ['skey-4e5ty7i8'],
  ForceStop: 'true',
}
const COMMON = {
  action: 'AssociateInstancesKeyPairs',
  version: '2017-03-12',
  region: 'ap-guangzhou',
  language: undefined,
  timestamp: '1700000000',
  nonce: undefined,
  token: undefined,
  requestClient: undefined,
}
const V1_COMMON = { ...COMMON, nonce: '9223372036854775807' }

function post(body: string, headers: WireRequest['headers']): WireRequest {
  return { ...get('', headers), method: 'POST', body: Buffer.from(body) }
}

function get(rawQuery: string, headers: WireRequest['headers'] = {}): WireRequest {
  const connection = { sourceAddress: '127.0.0.1', isSecure: false }
  return { method: 'GET', path: '/', rawQuery, headers, body: Buffer.alloc(0), ...connection }
}

function read(request: WireRequest) {
  const envelope = readEnvelope(request)
  if ('problem' in envelope) return { envelope, params: undefined }
  return { envelope, params: readActionParams(request, envelope) }
}

describe('the five forms', () => {
  const json = JSON.stringify({ ...PARAMS, Filters: [], DryRun: null })
  test.each([
    ['A', post(json, { ...TC3, 'content-type': 'application/json; charset=utf-8' }), 'json', 'tc3', COMMON],
    ['B', get(FLAT, { ...TC3, ...FORM }), 'query', 'tc3', COMMON],
    [
      'C',
      post(MULTIPART, { ...TC3, 'content-type': 'multipart/form-data; boundary=b' }),
      'multipart',
      'tc3',
      COMMON,
    ],
    ['D', get(V1), 'query', 'v1', V1_COMMON],
    ['E', post(V1, FORM), 'urlencoded', 'v1', V1_COMMON],
    ['E signed with TC3', post(FLAT, { ...TC3, ...FORM }), 'urlencoded', 'tc3', COMMON],
  ])('%s gives the same parameters', (_, request, form, scheme, common) => {
    const { envelope, params } = read(request)
    expect(envelope).toMatchObject({ form, scheme, common })
    expect(params).toEqual({ params: PARAMS })
  })
})

describe('readEnvelope', () => {
  test('keeps what v1 signs: every parameter, and the signing ones apart', () => {
    const envelope = readEnvelope(get(V1))
    const signing = { secretId: 'AKID', signature: 'a+b=', signatureMethod: 'HmacSHA1' }
    expect(envelope).toMatchObject({ scheme: 'v1', signing })
    const pairs = 'pairs' in envelope ? envelope.pairs : []
    expect(pairs).toHaveLength(V1.split('&').length)
    expect(pairs).toContainEqual(['Signature', 'a+b='])
    expect(pairs).toContainEqual(['Token', ''])
  })

  test('reads all common headers, empty ones as absent', () => {
    const headers = {
      ...TC3,
      'content-type': 'application/json',
      'x-tc-region': '',
      'x-tc-language': 'zh-CN',
      'x-tc-token': 'token',
      'x-tc-requestclient': 'SDK_GO_1.3.166',
    }
    const language = 'zh-CN'
    expect(readEnvelope(post('{}', headers))).toEqual({
      form: 'json',
      scheme: 'tc3',
      common: { ...COMMON, region: undefined, language, token: 'token', requestClient: 'SDK_GO_1.3.166' },
    })
  })

  test('does not read the body of a TC3 request', () => {
    expect(readEnvelope(post('{', { ...TC3, 'content-type': 'application/json' }))).toMatchObject({
      form: 'json',
    })
  })

  test('with TC3, parameters named like common ones belong to the action', () => {
    expect(read(get('Region=r&Nonce=1', TC3)).params).toEqual({ params: { Region: 'r', Nonce: '1' } })
  })

  test('SKIP and an empty Authorization are no authentication', () => {
    for (const value of ['SKIP', '']) {
      expect(authorization(get('', { authorization: value }))).toBeUndefined()
      expect(readEnvelope(get(V1, { authorization: value }))).toMatchObject({ scheme: 'v1' })
    }
  })

  test('an unsigned request is read the way its action is given', () => {
    const unsigned = { ...TC3, authorization: 'SKIP' }
    expect(read(get(FLAT, unsigned))).toMatchObject({ envelope: { scheme: 'tc3', common: COMMON } })
    expect(read(get('Action=A&Limit=1'))).toMatchObject({
      envelope: { scheme: 'v1', common: { action: 'A' } },
      params: { params: { Limit: '1' } },
    })
  })

  test.each(['PUT', 'HEAD', 'OPTIONS', 'DELETE'])('refuses %s', (method) => {
    expect(readEnvelope({ ...get(V1), method })).toEqual({ problem: 'unsupportedMethod', method })
  })

  test.each([undefined, '', 'text/plain', 'application/octet-stream; charset=utf-8'])(
    'refuses a POST of type %s',
    (contentType) => {
      const headers = contentType === undefined ? TC3 : { ...TC3, 'content-type': contentType }
      expect(readEnvelope(post('{}', headers))).toEqual({ problem: 'unsupportedContentType', contentType })
    },
  )

  test.each([
    [
      'A',
      10_485_760,
      'tc3',
      (size: number) => post(' '.repeat(size), { ...TC3, 'content-type': 'application/json' }),
    ],
    ['B', 32_768, 'tc3', (size: number) => get('A='.padEnd(size, 'x'), TC3)],
    ['D', 32_768, 'v1', (size: number) => get('A='.padEnd(size, 'x'))],
    ['E', 1_048_576, 'v1', (size: number) => post('A='.padEnd(size, 'x'), FORM)],
  ])('bounds the size of form %s', (_, limitBytes, scheme, request) => {
    expect(readEnvelope(request(limitBytes))).toHaveProperty('form')
    expect(readEnvelope(request(limitBytes + 1))).toEqual({ problem: 'tooLarge', limitBytes, scheme })
  })

  test('refuses a v1 query that cannot be read or names a common parameter twice', () => {
    expect(readEnvelope(get('Action'))).toEqual({ problem: 'malformedQuery', text: 'Action' })
    expect(readEnvelope(get('Action=A&Action=B'))).toEqual({ problem: 'conflictingName', name: 'Action' })
  })
})

describe('readActionParams', () => {
  test.each([
    ['A', post('[', { ...TC3, 'content-type': 'application/json' }), { problem: 'malformedJson' }],
    ['B', get('Limit', TC3), { problem: 'malformedQuery', text: 'Limit' }],
    [
      'C',
      post('x', { ...TC3, 'content-type': 'multipart/form-data; boundary=b' }),
      { problem: 'malformedMultipart', reason: 'no opening boundary' },
    ],
    ['D', get('Action=A&A.B=1&A.0=1'), { problem: 'conflictingName', name: 'A.0' }],
    ['E', post('Action=A&A.__proto__=1', FORM), { problem: 'forbiddenName', name: 'A.__proto__' }],
  ])('passes on what is wrong in form %s', (_, request, problem) => {
    expect(read(request).params).toEqual(problem)
  })
})
