import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { SigningKeys } from '../signing-keys.ts'
import type { WireRequest } from '../wire-request.ts'
import { failure, success } from './answer.ts'
import type { ActionParams } from '../nest-pairs.ts'
import { readActionParams, readEnvelope } from './params.ts'
import { readCredentials, verify } from './signature.ts'

const TC3_HEADERS = {
  host: 'cvm.tencentcloudapi.com',
  'content-type': 'application/json',
  'x-tc-timestamp': '1700000000',
  authorization:
    'TC3-HMAC-SHA256 Credential=AKID/2023-11-14/cvm/tc3_request, SignedHeaders=content-type;host, Signature=00',
}
const V1_QUERY = 'Action=A&Nonce=1&SecretId=AKID&Signature=s&SignatureMethod=HmacSHA256&Timestamp=1700000000'

function credentialsOf(request: Pick<WireRequest, 'method' | 'rawQuery' | 'headers'>) {
  const whole: WireRequest = {
    ...request,
    path: '/',
    body: Buffer.alloc(0),
    sourceAddress: '127.0.0.1',
    isSecure: false,
  }
  const envelope = readEnvelope(whole)
  return 'problem' in envelope ? envelope : readCredentials(whole, envelope)
}

function tc3(headers: Readonly<Record<string, string | undefined>> = {}) {
  return credentialsOf({ method: 'POST', rawQuery: '', headers: { ...TC3_HEADERS, ...headers } })
}

function v1(rawQuery: string) {
  return credentialsOf({ method: 'GET', rawQuery, headers: {} })
}

describe('readCredentials, TC3', () => {
  test('reads what the header claims', () => {
    expect(tc3()).toMatchObject({ scheme: 'tc3', accessKeyId: 'AKID', timestampSeconds: 1_700_000_000 })
  })

  test.each([undefined, '', 'SKIP'])('Authorization %s is absent', (authorization) => {
    expect(tc3({ authorization })).toEqual({ problem: 'absent' })
  })

  test('Authorization of another form is malformed', () => {
    expect(tc3({ authorization: 'Basic YTpi' })).toEqual({ problem: 'malformed', name: 'Authorization' })
  })

  test('the time comes before the rest', () => {
    const authorization = 'Basic YTpi'
    expect(tc3({ authorization, 'x-tc-timestamp': '' })).toEqual({ problem: 'missing', name: 'Timestamp' })
    for (const timestamp of ['now', '-1', '1.5', '1e9', '0x10', ' 1', '1'.repeat(16)]) {
      const problem = { problem: 'malformed', name: 'Timestamp' }
      expect(tc3({ authorization, 'x-tc-timestamp': timestamp })).toEqual(problem)
    }
  })
})

describe('readCredentials, v1', () => {
  test('reads what the parameters claim', () => {
    expect(v1(V1_QUERY)).toMatchObject({
      scheme: 'v1',
      accessKeyId: 'AKID',
      timestampSeconds: 1_700_000_000,
      algorithm: 'sha256',
      signature: 's',
    })
  })

  test('no signing parameter at all is absent', () => {
    expect(v1('Action=A&Version=2017-03-12')).toEqual({ problem: 'absent' })
  })

  test.each(['Timestamp', 'Nonce', 'SecretId', 'Signature'])('%s is required', (name) => {
    const problem = { problem: 'missing', name }
    expect(v1(V1_QUERY.replace(new RegExp(`&${name}=[^&]*`), ''))).toEqual(problem)
    expect(v1(V1_QUERY.replace(new RegExp(`&${name}=[^&]*`), `&${name}=`))).toEqual(problem)
  })

  test.each([
    ['Timestamp', 'soon'],
    ['Nonce', 'x'],
    ['SignatureMethod', 'TC3-HMAC-SHA256'],
  ])('%s must not be %s', (name, value) => {
    const query = V1_QUERY.replace(new RegExp(`&${name}=[^&]*`), `&${name}=${value}`)
    expect(v1(query)).toEqual({ problem: 'malformed', name })
  })
})

describe('the official Node SDK', () => {
  const accessKey = { secretId: 'AKIDtest', secretKey: 'right-secret' }
  const requestId = '6ef60bec-0242-43af-bb20-270359fb54a7'
  const keys = new SigningKeys(10)
  let server: Server
  let endpoint: string
  let served: { form: string; scheme: string; params: ActionParams; action: string | undefined }[]

  beforeAll(async () => {
    server = createServer((message, response) => {
      void answer(message).then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (typeof address !== 'object' || address === null) throw new Error('not listening')
    endpoint = `127.0.0.1:${address.port}`
  })
  beforeEach(() => {
    served = []
  })
  afterAll(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })

  async function answer(message: IncomingMessage) {
    const [path = '', rawQuery = ''] = (message.url ?? '').split('?')
    const { method = '', headers } = message
    const body = await buffer(message)
    const request: WireRequest = { method, path, rawQuery, headers, body, sourceAddress: '', isSecure: false }
    const envelope = readEnvelope(request)
    if ('problem' in envelope) return failure({ code: envelope.problem, message: '' }, requestId)
    const credentials = readCredentials(request, envelope)
    if ('problem' in credentials) return failure({ code: credentials.problem, message: '' }, requestId)
    const isKnown = credentials.accessKeyId === accessKey.secretId
    const needs = { secretKey: accessKey.secretKey, keys, apiHosts: [], trustsForwardedHost: false }
    if (!isKnown || !verify(request, credentials, needs)) {
      return failure({ code: 'AuthFailure.SignatureFailure', message: 'refused' }, requestId)
    }
    const read = readActionParams(request, envelope)
    if ('problem' in read) return failure({ code: read.problem, message: '' }, requestId)
    const { form, scheme, common } = envelope
    served.push({ form, scheme, params: read.params, action: common.action })
    return success({ TotalCount: 0, KeyPairSet: [] }, requestId)
  }

  function client(
    signMethod: 'TC3-HMAC-SHA256' | 'HmacSHA1' | 'HmacSHA256',
    reqMethod: 'GET' | 'POST',
    key = accessKey,
  ) {
    const httpProfile = { endpoint, protocol: 'http://', reqMethod }
    return new cvm.v20170312.Client({
      credential: key,
      region: 'ap-guangzhou',
      profile: { signMethod, httpProfile, language: 'en-US' },
    })
  }

  const input = {
    KeyIds: ['skey-4e5ty7i8'],
    Filters: [{ Name: 'key-name', Values: ['a b+c/=&', '未'] }],
    Limit: 20,
  }
  const text = { ...input, Limit: '20' }
  const cases = [
    { signMethod: 'TC3-HMAC-SHA256', reqMethod: 'POST', form: 'json', scheme: 'tc3', params: input },
    { signMethod: 'TC3-HMAC-SHA256', reqMethod: 'GET', form: 'query', scheme: 'tc3', params: text },
    { signMethod: 'HmacSHA1', reqMethod: 'GET', form: 'query', scheme: 'v1', params: text },
    { signMethod: 'HmacSHA1', reqMethod: 'POST', form: 'urlencoded', scheme: 'v1', params: text },
    { signMethod: 'HmacSHA256', reqMethod: 'GET', form: 'query', scheme: 'v1', params: text },
    { signMethod: 'HmacSHA256', reqMethod: 'POST', form: 'urlencoded', scheme: 'v1', params: text },
  ] as const

  test.each(cases)('$signMethod $reqMethod with the right secret is served', async (example) => {
    const { signMethod, reqMethod, form, scheme, params } = example
    const result = await client(signMethod, reqMethod).DescribeKeyPairs(input)
    expect(result).toEqual({ TotalCount: 0, KeyPairSet: [], RequestId: requestId })
    expect(served).toEqual([{ form, scheme, params, action: 'DescribeKeyPairs' }])
  })

  test.each(cases)(
    '$signMethod $reqMethod with a wrong secret is refused',
    async ({ signMethod, reqMethod }) => {
      const wrong = client(signMethod, reqMethod, { ...accessKey, secretKey: 'wrong-secret' })
      const expected = { code: 'AuthFailure.SignatureFailure', message: 'refused', requestId }
      await expect(wrong.DescribeKeyPairs(input)).rejects.toMatchObject(expected)
      expect(served).toEqual([])
    },
  )

  test.each(cases)(
    '$signMethod $reqMethod without parameters is served',
    async ({ signMethod, reqMethod }) => {
      await client(signMethod, reqMethod).DescribeKeyPairs({})
      expect(served).toMatchObject([{ params: {} }])
    },
  )

  test('multipart with the right secret is served, with a wrong one refused', async () => {
    const upload = { KeyName: 'my_key', PublicKey: 'ssh-rsa AAAA', Binary: Buffer.from('text in bytes') }
    await client('TC3-HMAC-SHA256', 'POST').request('ImportKeyPair', upload, { multipart: true })
    const params = { KeyName: 'my_key', PublicKey: 'ssh-rsa AAAA', Binary: 'text in bytes' }
    expect(served).toEqual([{ form: 'multipart', scheme: 'tc3', params, action: 'ImportKeyPair' }])
    const wrong = client('TC3-HMAC-SHA256', 'POST', { ...accessKey, secretKey: 'wrong-secret' })
    await expect(wrong.request('ImportKeyPair', upload, { multipart: true })).rejects.toMatchObject({
      code: 'AuthFailure.SignatureFailure',
    })
  })

  test('a call that skips signing has no credentials', async () => {
    const call = client('TC3-HMAC-SHA256', 'POST').request('DescribeKeyPairs', {}, { skipSign: true })
    await expect(call).rejects.toMatchObject({ code: 'absent' })
  })
})
