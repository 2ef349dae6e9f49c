import { describe, expect, test } from 'vitest'
import { SigningKeys } from '../signing-keys.ts'
import type { WireRequest } from '../wire-request.ts'
import type { Pair } from '../nest-pairs.ts'
import { v1Algorithm, verifyV1 } from './v1-signature.ts'

// Documentation samples and vectors: spec/tencent.md §1.5.
const SECRET_ID = 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE'
const SECRET_KEY = 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE'

const BIND: readonly Pair[] = [
  ['Version', '2017-03-12'],
  ['Action', 'AssociateInstancesKeyPairs'],
  ['InstanceIds.0', 'ins-1e4r6y8i'],
  ['InstanceIds.1', 'ins-3e56fg78'],
  ['KeyIds.0', 'skey-4e5ty7i8'],
  ['ForceStop', 'true'],
  ['Nonce', '11886'],
  ['Region', 'ap-guangzhou'],
  ['SecretId', SECRET_ID],
  ['Timestamp', '1700000000'],
  ['Signature', 'is not signed'],
]

const DESCRIBE: readonly Pair[] = [
  ['Action', 'DescribeInstances'],
  ['InstanceIds.0', 'ins-09dx96dg'],
  ['Limit', '20'],
  ['Offset', '0'],
  ['Nonce', '11886'],
  ['Region', 'ap-guangzhou'],
  ['SecretId', SECRET_ID],
  ['Timestamp', '1465185768'],
  ['Version', '2017-03-12'],
]

interface Vector {
  readonly name: string
  readonly pairs: readonly Pair[]
  readonly signature: string
  readonly method?: string
  readonly path?: string
  readonly host?: string
  readonly algorithm?: 'sha1' | 'sha256'
}

const V1: Vector = {
  name: 'V1 GET',
  pairs: [...BIND, ['SignatureMethod', 'HmacSHA1']],
  signature: 'm1jOAc7YTvtXGVrzopi5M6c+2Ts=',
}

const VECTORS: readonly Vector[] = [
  V1,
  {
    name: 'V2 POST',
    method: 'POST',
    algorithm: 'sha256',
    pairs: [...BIND, ['SignatureMethod', 'HmacSHA256']],
    signature: 'PnuhLUusn3VYik2qcJU4iTcGbLLMukuFnaZvnjNzrlU=',
  },
  { name: 'V3 sample of the documentation', pairs: DESCRIBE, signature: 'EliP9YW3pW28FpsEdkXt/+WcGeI=' },
  {
    name: 'V4 the same with SHA-256',
    pairs: DESCRIBE,
    algorithm: 'sha256',
    signature: 'bR/zQ3QqOmcEYeRv71IzG/NxfisUDgy9cqRMQC+UB5g=',
  },
]

interface Trust {
  readonly secretKey?: string
  readonly keys?: SigningKeys
  readonly apiHosts?: readonly string[]
}

function verifies(vector: Vector, trust: Trust = {}): boolean {
  const { method = 'GET', path = '/', host = 'cvm.tencentcloudapi.com', algorithm = 'sha1' } = vector
  const request: WireRequest = {
    method,
    path,
    rawQuery: '',
    headers: { host },
    body: Buffer.alloc(0),
    sourceAddress: '127.0.0.1',
    isSecure: false,
  }
  const { pairs, signature } = vector
  return verifyV1(
    request,
    { scheme: 'v1', accessKeyId: SECRET_ID, timestampSeconds: 0, algorithm, signature, pairs },
    { secretKey: SECRET_KEY, keys: new SigningKeys(10), apiHosts: [], trustsForwardedHost: false, ...trust },
  )
}

function flipBit(text: string, position: number): string {
  const bytes = Buffer.from(text)
  bytes[position] = (bytes[position] ?? 0) ^ 1
  return bytes.toString()
}

describe('verifyV1', () => {
  test.each(VECTORS)('accepts $name', (vector) => {
    expect(verifies(vector)).toBe(true)
  })

  test.each(VECTORS)('refuses $name with one bit changed anywhere in the signature', (vector) => {
    for (const position of vector.signature.split('').keys()) {
      expect(verifies({ ...vector, signature: flipBit(vector.signature, position) })).toBe(false)
    }
  })

  test.each(VECTORS)('refuses $name with any parameter changed, added or left out', (vector) => {
    for (const [changed, [name, value]] of vector.pairs.entries()) {
      if (name === 'Signature') continue
      const others = vector.pairs.filter((_, position) => position !== changed)
      expect(verifies({ ...vector, pairs: others })).toBe(false)
      expect(verifies({ ...vector, pairs: [...others, [name, flipBit(value, 0)]] })).toBe(false)
    }
    expect(verifies({ ...vector, pairs: [...vector.pairs, ['Extra', '']] })).toBe(false)
  })

  test.each(VECTORS)('refuses $name with another method, host, digest or secret', (vector) => {
    expect(verifies({ ...vector, method: vector.method === 'POST' ? 'GET' : 'POST' })).toBe(false)
    expect(verifies({ ...vector, host: 'bvm.tencentcloudapi.com' })).toBe(false)
    expect(verifies({ ...vector, algorithm: vector.algorithm === 'sha256' ? 'sha1' : 'sha256' })).toBe(false)
    expect(verifies(vector, { secretKey: flipBit(SECRET_KEY, 0) })).toBe(false)
    expect(verifies(vector, { secretKey: '' })).toBe(false)
  })

  test('the order of the parameters on the wire does not matter', () => {
    expect(verifies({ ...V1, pairs: V1.pairs.toReversed() })).toBe(true)
  })

  test('names are sorted as text: index 10 before index 2', () => {
    const pairs: readonly Pair[] = [
      ['Ids.2', 'b c&d=e'],
      ['Ids.10', 'a'],
    ]
    // Computed with an independent implementation over `GETh.test:80/?Ids.10=a&Ids.2=b c&d=e`.
    expect(verifies({ name: '', pairs, host: 'h.test:80', signature: 'fGI8K6MldhlMSV8Zes/MKfwm+2I=' })).toBe(
      true,
    )
  })

  test('accepts the host without port, a configured service host, and the path `/` or as sent', () => {
    expect(verifies({ ...V1, host: 'cvm.tencentcloudapi.com:8080' })).toBe(true)
    expect(verifies({ ...V1, host: 'gateway.example.test' })).toBe(false)
    expect(verifies({ ...V1, host: 'gateway.example.test' }, { apiHosts: ['cvm.tencentcloudapi.com'] })).toBe(
      true,
    )
    expect(verifies({ ...V1, path: '/v2/index' })).toBe(true)
    const pathSigned: Vector = {
      name: '',
      pairs: [['A', '1']],
      host: 'h.test:80',
      signature: 'uyP1MzbxMZsfXBTdPUSZBwIOgTw=',
    }
    expect(verifies({ ...pathSigned, path: '/v2' })).toBe(true)
    expect(verifies({ ...pathSigned, path: '/v3' })).toBe(false)
  })

  test('a kept key of one secret is not used for another', () => {
    const keys = new SigningKeys(10)
    expect(verifies(V1, { keys })).toBe(true)
    expect(verifies(V1, { keys, secretKey: 'another' })).toBe(false)
    expect(verifies(V1, { keys })).toBe(true)
  })
})

describe('v1Algorithm', () => {
  test.each([
    [undefined, 'sha1'],
    ['HmacSHA1', 'sha1'],
    ['HmacSHA256', 'sha256'],
    ['HmacMD5', undefined],
    ['constructor', undefined],
  ])('%s → %s', (signatureMethod, algorithm) => {
    expect(v1Algorithm(signatureMethod)).toBe(algorithm)
  })
})
