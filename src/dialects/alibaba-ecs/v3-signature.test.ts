import { createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, it } from 'vitest'
import { SigningKeys } from '../kit/signing-keys.ts'
import type { WireRequest } from '../kit/wire-request.ts'
import { readParams } from './params.ts'
import { readV3Claims, verifyV3 } from './v3-signature.ts'

// All vectors are from spec/alibaba.md §1.5.
interface Vector {
  readonly name: string
  readonly secret: string
  readonly request: WireRequest
  readonly hash: string
}
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const testSecret = 'TestAccessKeySecret0123456789'

function received(headers: IncomingHttpHeaders, rawQuery: string, body = ''): WireRequest {
  return {
    method: 'POST',
    path: '/',
    rawQuery,
    headers,
    body: Buffer.from(body),
    sourceAddress: '127.0.0.1',
    isSecure: false,
  }
}

function authorization(accessKeyId: string, headers: IncomingHttpHeaders, signature: string): string {
  const names = Object.keys(headers).sort().join(';')
  return `ACS3-HMAC-SHA256 Credential=${accessKeyId},SignedHeaders=${names},Signature=${signature}`
}

const headers1: IncomingHttpHeaders = {
  host: 'ecs.cn-shanghai.aliyuncs.com',
  'x-acs-action': 'RunInstances',
  'x-acs-content-sha256': emptyHash,
  'x-acs-date': '2023-10-26T10:22:32Z',
  'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
  'x-acs-version': '2014-05-26',
}
const headers2: IncomingHttpHeaders = {
  host: '127.0.0.1:8080',
  'x-acs-action': 'AttachKeyPair',
  'x-acs-content-sha256': emptyHash,
  'x-acs-date': '2026-01-02T03:04:05Z',
  'x-acs-signature-nonce': '3ee8c1b883d344afa94f4e0ad82fd6cf',
  'x-acs-version': '2014-05-26',
}
const headers3: IncomingHttpHeaders = {
  ...headers2,
  'content-type': 'application/x-www-form-urlencoded',
  'x-acs-accesskey-id': 'STS.TestStsKeyId',
  'x-acs-content-sha256': 'c408a79246c5137848807bfeb9955ef21327c2f82a769007e981cb111cbc8378',
  'x-acs-credentials-provider': 'static_sts',
  'x-acs-security-token': 'CAIStoken/+==',
}
const vector1: Vector = {
  name: '1 (published)',
  secret: 'YourAccessKeySecret',
  request: received(
    {
      ...headers1,
      authorization: authorization(
        'YourAccessKeyId',
        headers1,
        '06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
      ),
    },
    'ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai',
  ),
  hash: '7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259',
}
const vector2: Vector = {
  name: '2 (form A)',
  secret: testSecret,
  request: received(
    {
      ...headers2,
      authorization: authorization(
        'LTAI5tTestAccessKeyId',
        headers2,
        '3d276077cffe82b94caf44de243893b1908018d4de77094303561fd146623172',
      ),
    },
    // Unsorted, and with other escapes than the canonical form has.
    'RegionId=cn-hangzhou&KeyPairName=demo:key_1-a&InstanceIds=%5b%22i-bp1gtjxuuvwj17zrabcd%22,%22i-bp17b7zrsbjwvmfyabcd%22%5D',
  ),
  hash: 'b5dbb67b833b4af059622220ce03ea22219d4bbecda0f00a09bc4df664dddb31',
}
const vector3: Vector = {
  name: '3 (form B, session)',
  secret: testSecret,
  request: received(
    {
      ...headers3,
      authorization: authorization(
        'STS.TestStsKeyId',
        headers3,
        'ed89c3772e1d3b53d175e14d8e6054805aa6a249def3bfcef9f5b8d955dce1a6',
      ),
    },
    '',
    'InstanceIds=%5B%22i-bp1gtjxuuvwj17zrabcd%22%5D&KeyPairName=demo%3Akey_1-a&RegionId=cn-hangzhou',
  ),
  hash: 'aef5603dc367f770bca41dc68f88ccfdec6de04a6154731f6cba7b8ae621cf5a',
}
const vectors = [vector1, vector2, vector3]

function verify(request: WireRequest, secret: string) {
  const params = readParams(request)
  if ('problem' in params) throw new Error(`unreadable: ${JSON.stringify(params)}`)
  const claims = readV3Claims(request)
  if ('problem' in claims) throw new Error(`no claims: ${JSON.stringify(claims)}`)
  return verifyV3({ request, params, claims }, secret, new SigningKeys(4))
}

function withHeader(request: WireRequest, name: string, value: string | undefined): WireRequest {
  return { ...request, headers: { ...request.headers, [name]: value } }
}

function flip(text: string, index: number): string {
  return text.slice(0, index) + String.fromCharCode(text.charCodeAt(index) ^ 1) + text.slice(index + 1)
}

describe('verifyV3', () => {
  it.each(vectors)('accepts vector $name', ({ request, secret, hash }) => {
    expect(verify(request, secret)).toEqual({ isValid: true, stringToSign: `ACS3-HMAC-SHA256\n${hash}` })
  })

  it.each(vectors)('refuses vector $name with a wrong secret', ({ request, secret, hash }) => {
    expect(verify(request, flip(secret, 3))).toEqual({
      isValid: false,
      stringToSign: `ACS3-HMAC-SHA256\n${hash}`,
    })
  })

  it.each(vectors)('refuses vector $name when any signed header changes', ({ request, secret, hash }) => {
    const signed = Object.entries(request.headers).filter(([name]) => name !== 'authorization')
    expect(signed.length).toBeGreaterThan(5)
    for (const [name, value] of signed) {
      const verdict = verify(withHeader(request, name, flip(String(value), 0)), secret)
      expect(verdict.isValid).toBe(false)
      expect(verdict.stringToSign).not.toContain(hash)
    }
  })

  it.each(vectors)('refuses vector $name when query, body, method or path changes', ({ request, secret }) => {
    const changed: WireRequest[] = [
      { ...request, method: 'GET' },
      { ...request, path: '/x' },
      { ...request, rawQuery: `${request.rawQuery}&x=` },
      { ...request, body: Buffer.concat([request.body, Buffer.from('x')]) },
    ]
    for (let index = 0; index < request.body.length; index += 1) {
      const body = Buffer.from(request.body)
      body.writeUInt8(body.readUInt8(index) ^ 1, index)
      // A flipped percent sign or digit can leave text that decodes to nothing; the caller refuses that earlier.
      if (!('problem' in readParams({ ...request, body }))) changed.push({ ...request, body })
    }
    for (const one of changed) expect(verify(one, secret).isValid).toBe(false)
  })

  it('refuses a query value with any character changed', () => {
    const start = vector1.request.rawQuery.indexOf('=') + 1
    for (let index = start; index < vector1.request.rawQuery.indexOf('&'); index += 1) {
      const rawQuery = flip(vector1.request.rawQuery, index)
      expect(verify({ ...vector1.request, rawQuery }, vector1.secret).isValid).toBe(false)
    }
  })

  it('refuses a signature with any character changed', () => {
    const text = String(vector2.request.headers.authorization)
    for (let index = text.lastIndexOf('=') + 1; index < text.length; index += 1) {
      const verdict = verify(withHeader(vector2.request, 'authorization', flip(text, index)), testSecret)
      expect(verdict).toEqual({ isValid: false, stringToSign: `ACS3-HMAC-SHA256\n${vector2.hash}` })
    }
  })

  it('refuses a declared body hash that is not the hash of the body, even when the signature fits', () => {
    const otherHash = withHeader(vector2.request, 'x-acs-content-sha256', 'f'.repeat(64))
    const { stringToSign } = verify(otherHash, testSecret)
    const fitting = createHmac('sha256', testSecret).update(stringToSign).digest('hex')
    const text = authorization('LTAI5tTestAccessKeyId', headers2, fitting)
    expect(verify(withHeader(otherHash, 'authorization', text), testSecret)).toEqual({
      isValid: false,
      stringToSign,
    })
  })

  it('ignores headers that are not signed', () => {
    expect(verify(withHeader(vector2.request, 'x-acs-retry-attempts', '2'), testSecret).isValid).toBe(true)
  })

  it('reads a signed header that did not arrive as empty', () => {
    expect(verify(withHeader(vector3.request, 'x-acs-security-token', undefined), testSecret).isValid).toBe(
      false,
    )
  })
})

describe('readV3Claims', () => {
  it('reads the claims of a session', () => {
    expect(readV3Claims(vector3.request)).toEqual({
      version: 'v3',
      accessKeyId: 'STS.TestStsKeyId',
      timestampText: '2026-01-02T03:04:05Z',
      nonce: '3ee8c1b883d344afa94f4e0ad82fd6cf',
      securityToken: 'CAIStoken/+==',
      signature: 'ed89c3772e1d3b53d175e14d8e6054805aa6a249def3bfcef9f5b8d955dce1a6',
      signedHeaders: Object.keys(headers3).sort(),
      contentSha256: 'c408a79246c5137848807bfeb9955ef21327c2f82a769007e981cb111cbc8378',
    })
    expect(readV3Claims(vector2.request)).toMatchObject({ securityToken: undefined })
  })

  it('allows spaces after the commas', () => {
    const spaced = String(vector2.request.headers.authorization).replaceAll(',', ', ')
    expect(readV3Claims(withHeader(vector2.request, 'authorization', spaced))).toEqual(
      readV3Claims(vector2.request),
    )
  })

  it('misses the access key of an anonymous call', () => {
    const anonymous = withHeader(vector2.request, 'authorization', undefined)
    expect(readV3Claims(anonymous)).toEqual({ problem: 'missing', name: 'AccessKeyId' })
  })

  it.each(Object.keys(headers2))('names %s when it is absent, empty or unsigned', (name) => {
    const missing = { problem: 'missing', name }
    expect(readV3Claims(withHeader(vector2.request, name, undefined))).toEqual(missing)
    expect(readV3Claims(withHeader(vector2.request, name, ''))).toEqual(missing)
    const { [name]: _left, ...rest } = headers2
    const unsigned = withHeader(vector2.request, 'authorization', authorization('a', rest, 'b'))
    expect(readV3Claims(unsigned)).toEqual({ problem: 'malformed', name: 'Authorization' })
  })

  it.each([
    ['ACS3-HMAC-SM3 Credential=a,SignedHeaders=host,Signature=b', 'unsupported'],
    ['ACS3-RSA-SHA256 Credential=a,SignedHeaders=host,Signature=b', 'unsupported'],
    ['Bearer abc', 'malformed'],
    ['ACS3-HMAC-SHA256', 'malformed'],
    ['ACS3-HMAC-SHA256 Credential=,SignedHeaders=host,Signature=b', 'malformed'],
    ['ACS3-HMAC-SHA256 Credential=a,Signature=b', 'malformed'],
    ['ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host', 'malformed'],
  ])('reads no claims from %s', (text, problem) => {
    const request = withHeader(vector2.request, 'authorization', text)
    expect(readV3Claims(request)).toEqual({ problem, name: 'Authorization' })
  })
})

describe('signed headers', () => {
  const withNames = (names: string): WireRequest => ({
    ...vector1.request,
    headers: {
      ...vector1.request.headers,
      authorization: `ACS3-HMAC-SHA256 Credential=a,SignedHeaders=${names},Signature=${'0'.repeat(64)}`,
    },
  })
  const required = 'host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version'

  it.each([
    ['one twice', `${required};host`],
    ['more than a hundred', `${required};${Array.from({ length: 100 }, (_, at) => `x-${at}`).join(';')}`],
  ])('are refused with %s: their values would be hashed as often', (_name, names) => {
    expect(readV3Claims(withNames(names))).toEqual({ problem: 'malformed', name: 'Authorization' })
  })

  it.each(['constructor', 'toString', '__proto__'])('are empty under the name %s', (name) => {
    expect(verify(withNames(`${required};${name}`), testSecret).isValid).toBe(false)
  })
})
