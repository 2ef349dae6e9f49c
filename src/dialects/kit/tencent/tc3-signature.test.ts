import { describe, expect, test } from 'vitest'
import { SigningKeys } from '../signing-keys.ts'
import type { WireRequest } from '../wire-request.ts'
import { parseAuthorization, type Tc3Credentials, verifyTc3 } from './tc3-signature.ts'

// Documentation samples and vectors: spec/tencent.md §1.4.
const SECRET_ID = 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE'
const SECRET_KEY = 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE'
const T1_BODY = '{"InstanceIds":["ins-1e4r6y8i","ins-3e56fg78"],"KeyIds":["skey-4e5ty7i8"],"ForceStop":true}'
const T7_BODY =
  '------b0\r\nContent-Disposition: form-data; name="KeyName"\r\n\r\nmy_key\r\n' +
  '------b0\r\nContent-Disposition: form-data; name="PublicKey"\r\n\r\nssh-rsa AAAA\r\n------b0--\r\n'

interface Vector {
  readonly name: string
  readonly signature: string
  readonly method?: string
  readonly path?: string
  readonly query?: string
  readonly body?: string
  readonly host?: string
  readonly service?: string
  readonly date?: string
  readonly timestamp?: string
  readonly contentType?: string
  readonly signedHeaders?: string
  readonly headers?: Readonly<Record<string, string>>
}

const T1: Vector = {
  name: 'T1 POST JSON',
  signature: '8a07884a7d0ca6d0a71cca149e6c87cfd63abff8fc0717f0417349f106fd599f',
}

const VECTORS: readonly Vector[] = [
  T1,
  {
    name: 'T2 host with port',
    host: '127.0.0.1:8080',
    signature: 'fbad6eafcbc39f8338bc27a30579a3be275a8af464d506da9b109a3523916603',
  },
  {
    name: 'T3 tccli: Host is a URL',
    host: 'http://127.0.0.1:8080',
    signature: '9ca4931703f9cffb2d3e3c3a1c2bc8acc3060db18a747fe409eb50acd0c29e50',
  },
  {
    name: 'T4 unsigned payload',
    headers: { 'x-tc-content-sha256': 'UNSIGNED-PAYLOAD' },
    signature: 'a8e36d0b1df454dc226727011e1221aba29426d32be01122e0083f728f787e96',
  },
  {
    name: 'T5 Node SDK: port sent, not signed',
    host: '127.0.0.1:8080',
    service: '127',
    body: '{}',
    signature: '3c59587da7ae0f1176060d2c8c196e01004b71b4453b131e9769f7369caf3739',
  },
  {
    name: 'T6 GET',
    method: 'GET',
    query: 'InstanceIds.0=lhins-ruy9d2tw&KeyIds.0=lhkp-f7rjie1q',
    body: '',
    host: 'lighthouse.tencentcloudapi.com',
    service: 'lighthouse',
    contentType: 'application/x-www-form-urlencoded',
    signature: 'c8e752e98bf7b28979f3771578a232a44f76b8cfc3f8c66e2394d26fb73d9cb0',
  },
  {
    name: 'T7 multipart',
    body: T7_BODY,
    contentType: 'multipart/form-data; boundary=----b0',
    signature: '0efdce9f48e42dc6602204b52afb6c1df1f63247e576ff4d382b6d8fa57fad7c',
  },
  {
    name: 'T8 sample of the documentation',
    timestamp: '1551113065',
    date: '2019-02-25',
    contentType: 'application/json; charset=utf-8',
    body: String.raw`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`,
    signature: '72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
  },
]

function requestOf(vector: Vector): WireRequest {
  return {
    method: vector.method ?? 'POST',
    path: vector.path ?? '/',
    rawQuery: vector.query ?? '',
    body: Buffer.from(vector.body ?? T1_BODY),
    headers: {
      host: vector.host ?? 'cvm.tencentcloudapi.com',
      'content-type': vector.contentType ?? 'application/json',
      ...vector.headers,
    },
    sourceAddress: '127.0.0.1',
    isSecure: false,
  }
}

function authorizationOf(vector: Vector): string {
  const scope = `${vector.date ?? '2023-11-14'}/${vector.service ?? 'cvm'}/tc3_request`
  const signedHeaders = vector.signedHeaders ?? 'content-type;host'
  return `TC3-HMAC-SHA256 Credential=${SECRET_ID}/${scope}, SignedHeaders=${signedHeaders}, Signature=${vector.signature}`
}

function credentialsOf(vector: Vector): Tc3Credentials {
  const timestamp = vector.timestamp ?? '1700000000'
  const credentials = parseAuthorization(authorizationOf(vector), {
    timestamp,
    timestampSeconds: Number(timestamp),
  })
  if (credentials === undefined) throw new Error(`cannot be read: ${authorizationOf(vector)}`)
  return credentials
}

interface Trust {
  readonly secretKey?: string
  readonly keys?: SigningKeys
  readonly apiHosts?: readonly string[]
  readonly trustsForwardedHost?: boolean
}

function needs(trust: Trust = {}) {
  return {
    secretKey: SECRET_KEY,
    keys: new SigningKeys(10),
    apiHosts: [],
    trustsForwardedHost: false,
    ...trust,
  }
}

function verifies(vector: Vector, trust?: Trust): boolean {
  return verifyTc3(requestOf(vector), credentialsOf(vector), needs(trust))
}

function flipBit(text: string, position: number): string {
  const bytes = Buffer.from(text)
  bytes[position] = (bytes[position] ?? 0) ^ 1
  return bytes.toString()
}

describe('verifyTc3', () => {
  test.each(VECTORS)('accepts $name', (vector) => {
    expect(verifies(vector)).toBe(true)
  })

  test.each(VECTORS)('refuses $name with one bit changed anywhere in the signature', (vector) => {
    for (const position of vector.signature.split('').keys()) {
      expect(verifies({ ...vector, signature: flipBit(vector.signature, position) })).toBe(false)
    }
  })

  test.each(VECTORS.filter(({ name }) => !/T4|T6/.test(name)))(
    'refuses $name with a changed body',
    (vector) => {
      expect(verifies({ ...vector, body: flipBit(vector.body ?? T1_BODY, 1) })).toBe(false)
    },
  )

  test.each(VECTORS)('refuses $name with a changed host, content type, time or secret', (vector) => {
    const { host = 'cvm.tencentcloudapi.com', contentType = 'application/json' } = vector
    expect(verifies({ ...vector, host: flipBit(host, 0) })).toBe(false)
    expect(verifies({ ...vector, contentType: flipBit(contentType, 0) })).toBe(false)
    expect(
      verifies({ ...vector, timestamp: vector.name.startsWith('T8') ? '1551113064' : '1700000001' }),
    ).toBe(false)
    expect(verifies(vector, { secretKey: flipBit(SECRET_KEY, 0) })).toBe(false)
  })

  test('refuses a changed query of a GET and ignores the query of a POST', () => {
    const get = VECTORS.find(({ name }) => name.startsWith('T6')) ?? T1
    expect(verifies({ ...get, query: flipBit(get.query ?? '', 3) })).toBe(false)
    expect(verifies({ ...T1, query: 'Any=1' })).toBe(true)
  })

  test('an unsigned payload may change, its declaration may not be taken away', () => {
    const unsigned = VECTORS.find(({ name }) => name.startsWith('T4')) ?? T1
    expect(verifies({ ...unsigned, body: '{}' })).toBe(true)
    expect(verifies({ ...unsigned, headers: {} })).toBe(false)
    expect(verifies({ ...T1, headers: { 'x-tc-content-sha256': 'UNSIGNED-PAYLOAD' } })).toBe(false)
  })

  test('refuses a scope of another service or another day', () => {
    expect(verifies({ ...T1, service: 'lighthouse' })).toBe(false)
    expect(verifies({ ...T1, date: '2023-11-15' })).toBe(false)
  })

  test('refuses a time that no date can hold', () => {
    expect(verifies({ ...T1, timestamp: '999999999999999' })).toBe(false)
  })

  test('refuses signatures that are not lower-case SHA-256 hex', () => {
    expect(verifies({ ...T1, signature: T1.signature.toUpperCase() })).toBe(false)
    expect(verifies({ ...T1, signature: `${T1.signature}00` })).toBe(false)
    expect(verifies({ ...T1, signature: 'x' })).toBe(false)
  })

  test('refuses everything when the secret key is empty', () => {
    expect(verifies(T1, { secretKey: '' })).toBe(false)
  })
})

describe('verifyTc3, hosts and paths', () => {
  test('accepts the service host signed for another one sent, only when it is configured', () => {
    const gateway: Vector = { ...T1, host: 'gateway.example.test' }
    expect(verifies(gateway)).toBe(false)
    expect(
      verifies(gateway, { apiHosts: ['lighthouse.tencentcloudapi.com', 'cvm.tencentcloudapi.com'] }),
    ).toBe(true)
  })

  test('accepts X-Forwarded-Host only behind a trusted proxy', () => {
    const headers = { 'x-forwarded-host': 'cvm.tencentcloudapi.com, inner.example.test' }
    const proxied: Vector = { ...T1, host: 'inner.example.test', headers }
    expect(verifies(proxied)).toBe(false)
    expect(verifies(proxied, { trustsForwardedHost: true })).toBe(true)
    expect(verifies({ ...proxied, headers: {} }, { trustsForwardedHost: true })).toBe(false)
  })

  test('accepts `/` signed for any path sent', () => {
    expect(verifies({ ...T1, path: '/api/v3' })).toBe(true)
  })

  test('accepts the path sent when it was signed', () => {
    // Computed with an independent implementation of spec/tencent.md §1.4, as is the one with more headers below.
    const signature = '041eaea0498b02729b8c6fcb6248fa3ff3c8865e1e76a66759a6779af82eb57e'
    expect(verifies({ ...T1, path: '/api/v3', signature })).toBe(true)
    expect(verifies({ ...T1, path: '/api/v4', signature })).toBe(false)
    expect(verifies({ ...T1, path: '/api/v3', host: 'cvm.tencentcloudapi.com:80', signature })).toBe(true)
  })

  test('accepts header values signed in lower case', () => {
    expect(verifies({ ...T1, contentType: 'Application/JSON', host: 'CVM.tencentcloudapi.com' })).toBe(true)
  })

  test('verifies further signed headers, and an absent one as empty', () => {
    const signed: Vector = {
      ...T1,
      signedHeaders: 'content-type;host;x-tc-action;constructor',
      headers: { 'x-tc-action': ' AssociateInstancesKeyPairs ' },
      signature: '61319d75d45a2a95814c68bcb4b4e83a4994018102de23213c10914dd13a49d0',
    }
    expect(verifies(signed)).toBe(true)
    expect(verifies({ ...signed, headers: { 'x-tc-action': 'DeleteKeyPairs' } })).toBe(false)
  })
})

describe('verifyTc3, kept keys', () => {
  test('a warm cache accepts and refuses the same', () => {
    const keys = new SigningKeys(1)
    expect([verifies(T1, { keys }), verifies(T1, { keys })]).toEqual([true, true])
    expect(verifies(T1, { keys, secretKey: 'another' })).toBe(false)
    expect(verifies(T1, { keys })).toBe(true)
  })
})

describe('parseAuthorization', () => {
  const time = { timestamp: '1700000000', timestampSeconds: 1_700_000_000 }

  test('reads every part', () => {
    expect(parseAuthorization(authorizationOf({ ...T1, service: 'localhost:8080' }), time)).toStrictEqual({
      scheme: 'tc3',
      accessKeyId: SECRET_ID,
      date: '2023-11-14',
      service: 'localhost:8080',
      signedHeaders: 'content-type;host',
      signature: T1.signature,
      ...time,
    })
  })

  const good = authorizationOf(T1)
  test.each([
    ['another algorithm', good.replace('TC3-', 'TC4-')],
    ['no credential', good.replace('Credential=', 'Cred=')],
    ['an empty access key id', good.replace(SECRET_ID, '')],
    ['another terminator', good.replace('tc3_request', 'aws4_request')],
    ['a date of another form', good.replace('2023-11-14', '20231114')],
    ['an endless service', good.replace('/cvm/', `/${'c'.repeat(101)}/`)],
    ['no signature', good.replace(/, Signature=.*/, '')],
    ['something behind the signature', `${good} more`],
    ['signed headers without host', good.replace('content-type;host', 'content-type')],
    ['signed headers without content-type', good.replace('content-type;host', 'host')],
    ['a signed header named twice', good.replace('content-type;host', 'content-type;host;host')],
    ['endless signed headers', good.replace('content-type;host', `content-type;host${';a'.repeat(500)}`)],
    ['nothing', ''],
    ['basic authentication', 'Basic YTpi'],
  ])('refuses %s', (_, text) => {
    expect(parseAuthorization(text, time)).toBeUndefined()
  })
})
