import { describe, expect, it } from 'vitest'
import { SigningKeys } from '../kit/signing-keys.ts'
import type { WireRequest } from '../kit/wire-request.ts'
import { encode, readParams, type RequestParams } from './params.ts'
import { isSameText, readV1Claims, verifyV1 } from './v1-signature.ts'

// All vectors are from spec/alibaba.md §1.4.
const testSecret = 'TestAccessKeySecret0123456789'
const published: Readonly<Record<string, string>> = {
  AccessKeyId: 'testid',
  Action: 'DescribeRegions',
  Format: 'XML',
  Version: '2014-05-26',
  Timestamp: '2016-02-23T12:46:24Z',
  SignatureNonce: '3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf',
  SignatureMethod: 'HMAC-SHA1',
  SignatureVersion: '1.0',
}
const attach: Readonly<Record<string, string>> = {
  AccessKeyId: 'LTAI5tTestAccessKeyId',
  Action: 'AttachKeyPair',
  Version: '2014-05-26',
  Format: 'JSON',
  RegionId: 'cn-hangzhou',
  KeyPairName: 'demo:key_1-a',
  InstanceIds: '["i-bp1gtjxuuvwj17zrabcd","i-bp17b7zrsbjwvmfyabcd"]',
  SignatureMethod: 'HMAC-SHA1',
  SignatureVersion: '1.0',
  SignatureNonce: '3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf',
  Timestamp: '2026-01-02T03:04:05Z',
}
const vectors = [
  ['1 (published)', 'GET', published, 'testsecret', 'OLeaidS1JvxuMvnyHOwuJ+uX5qY='],
  ['2', 'GET', attach, testSecret, 'P4ML2UOAcusmINaycymsHbmzREo='],
  ['3', 'POST', attach, testSecret, 'gYCSTS/LNd19rtMRRwRG0ek4Ono='],
  [
    '4, empty SignatureType',
    'POST',
    { ...attach, SignatureType: '' },
    testSecret,
    'D2nQmKWw72RUvNCAqg3K4TZVxJA=',
  ],
  [
    '5, session token',
    'POST',
    { ...attach, SecurityToken: 'CAIStoken/+==' },
    testSecret,
    'Vc93QZNwn3k4OqG0w9UV/Nnpp5M=',
  ],
  [
    '6, odd characters',
    'GET',
    { ...attach, 'Tag.1.Key': "env é*~'()!", 'Tag.1.Value': 'a b+c/d' },
    testSecret,
    'Sz0dccCAorLLD3C9UvVH+a1CLr4=',
  ],
] as const
const stringToSignOfVector2 =
  'GET&%2F&AccessKeyId%3DLTAI5tTestAccessKeyId%26Action%3DAttachKeyPair%26Format%3DJSON%26InstanceIds%3D%255B%2522i-bp1gtjxuuvwj17zrabcd%2522%252C%2522i-bp17b7zrsbjwvmfyabcd%2522%255D%26KeyPairName%3Ddemo%253Akey_1-a%26RegionId%3Dcn-hangzhou%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3D3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf%26SignatureVersion%3D1.0%26Timestamp%3D2026-01-02T03%253A04%253A05Z%26Version%3D2014-05-26'

function urlencode(params: Readonly<Record<string, string>>): string {
  return Object.entries(params)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&')
}

function received(method: string, params: Readonly<Record<string, string>>): WireRequest {
  return {
    method,
    path: '/',
    rawQuery: urlencode(params),
    headers: { host: '127.0.0.1:8080' },
    body: Buffer.alloc(0),
    sourceAddress: '127.0.0.1',
    isSecure: false,
  }
}

function paramsOf(request: WireRequest): RequestParams {
  const params = readParams(request)
  if ('problem' in params) throw new Error(`unreadable: ${JSON.stringify(params)}`)
  return params
}

function verify(request: WireRequest, secret: string) {
  const params = paramsOf(request)
  const claims = readV1Claims(params)
  if ('problem' in claims) throw new Error(`no claims: ${JSON.stringify(claims)}`)
  return verifyV1({ request, params, claims }, secret, new SigningKeys(4))
}

function flipFirst(text: string): string {
  return String.fromCharCode(text.charCodeAt(0) ^ 1) + text.slice(1)
}

describe('verifyV1', () => {
  it.each(vectors)('accepts vector %s', (_name, method, params, secret, signature) => {
    expect(verify(received(method, { ...params, Signature: signature }), secret).isValid).toBe(true)
  })

  it('returns the string to sign of vector 2', () => {
    const request = received('GET', { ...attach, Signature: 'P4ML2UOAcusmINaycymsHbmzREo=' })
    expect(verify(request, testSecret).stringToSign).toBe(stringToSignOfVector2)
  })

  it('signs the union of query and body, whatever is where', () => {
    const { Action, Version, ...rest } = attach
    const whole = received('POST', {})
    const body = urlencode({ ...rest, Signature: 'gYCSTS/LNd19rtMRRwRG0ek4Ono=' })
    const split = {
      ...whole,
      rawQuery: urlencode({ Action: Action ?? '', Version: Version ?? '' }),
      body: Buffer.from(body),
    }
    expect(verify(split, testSecret).isValid).toBe(true)
  })

  it.each(vectors)('refuses vector %s with a wrong secret', (_name, method, params, secret, signature) => {
    expect(verify(received(method, { ...params, Signature: signature }), `${secret}x`).isValid).toBe(false)
  })

  it.each([...vectors])(
    'refuses vector %s when any signed part changes',
    (_name, method, params, secret, signature) => {
      const signed: Readonly<Record<string, string>> = params
      const original = verify(received(method, { ...signed, Signature: signature }), secret).stringToSign
      const fixed = new Set(['SignatureMethod', 'SignatureVersion', 'SignatureType'])
      for (const [name, value] of Object.entries(signed)) {
        if (fixed.has(name)) continue
        const verdict = verify(
          received(method, { ...signed, [name]: flipFirst(value), Signature: signature }),
          secret,
        )
        expect(verdict.isValid).toBe(false)
        expect(verdict.stringToSign).not.toBe(original)
        const renamed = { ...signed, [`${name}x`]: value, Signature: signature }
        expect(verify(received(method, renamed), secret).isValid).toBe(false)
      }
      const otherMethod = method === 'GET' ? 'POST' : 'GET'
      expect(verify(received(otherMethod, { ...signed, Signature: signature }), secret).isValid).toBe(false)
    },
  )

  it('refuses a signature with any character changed', () => {
    const signature = 'P4ML2UOAcusmINaycymsHbmzREo='
    for (let index = 0; index < signature.length; index += 1) {
      const changed = signature.slice(0, index) + flipFirst(signature.slice(index))
      const verdict = verify(received('GET', { ...attach, Signature: changed }), testSecret)
      expect(verdict).toEqual({ isValid: false, stringToSign: stringToSignOfVector2 })
    }
  })

  it('tells the keys of two secrets apart in one cache', () => {
    const keys = new SigningKeys(4)
    const request = received('GET', { ...attach, Signature: 'P4ML2UOAcusmINaycymsHbmzREo=' })
    const params = paramsOf(request)
    const claims = readV1Claims(params)
    if ('problem' in claims) throw new Error('no claims')
    expect(verifyV1({ request, params, claims }, 'another', keys).isValid).toBe(false)
    expect(verifyV1({ request, params, claims }, testSecret, keys).isValid).toBe(true)
    expect(verifyV1({ request, params, claims }, 'another', keys).isValid).toBe(false)
  })
})

describe('readV1Claims', () => {
  it('reads the claims of a session', () => {
    const params = paramsOf(
      received('POST', { ...attach, SecurityToken: 'CAIStoken/+==', Signature: 'abc=' }),
    )
    expect(readV1Claims(params)).toEqual({
      version: 'v1',
      accessKeyId: 'LTAI5tTestAccessKeyId',
      timestampText: '2026-01-02T03:04:05Z',
      nonce: '3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf',
      securityToken: 'CAIStoken/+==',
      signature: 'abc=',
    })
  })

  it('reads an empty session token as none', () => {
    const params = paramsOf(received('POST', { ...attach, SecurityToken: '', Signature: 'abc=' }))
    expect(readV1Claims(params)).toMatchObject({ securityToken: undefined })
  })

  it.each(['AccessKeyId', 'Signature', 'SignatureMethod', 'SignatureVersion', 'SignatureNonce', 'Timestamp'])(
    'names %s when it is absent or empty',
    (name) => {
      const whole: Record<string, string> = { ...attach, Signature: 'abc=' }
      expect(readV1Claims(paramsOf(received('GET', { ...whole, [name]: '' })))).toEqual({
        problem: 'missing',
        name,
      })
      delete whole[name]
      expect(readV1Claims(paramsOf(received('GET', whole)))).toEqual({ problem: 'missing', name })
    },
  )

  it.each([
    ['SignatureMethod', 'SHA256withRSA'],
    ['SignatureVersion', '2.0'],
    ['SignatureType', 'BEARERTOKEN'],
  ])('does not support %s=%s', (name, value) => {
    const params = paramsOf(received('GET', { ...attach, Signature: 'abc=', [name]: value }))
    expect(readV1Claims(params)).toEqual({ problem: 'unsupported', name })
  })
})

describe('isSameText', () => {
  it('compares texts of equal and of different length', () => {
    expect(isSameText('abc', 'abc')).toBe(true)
    expect(isSameText('abc', 'abd')).toBe(false)
    expect(isSameText('abc', 'ab')).toBe(false)
    expect(isSameText('abc', 'abé')).toBe(false)
  })
})
