import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { startTestKeyplane } from '../../../tests/start-keyplane.ts'
import { ACCESS_KEY, type CallOptions, signedCall, timestampNow } from './test-support/signed-call.ts'
import {
  ALICE,
  denied,
  like,
  REFUSALS,
  refusal,
  startWorld,
  type TestWorld,
} from './test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ keyPairs: [{ id: 'kp-one', name: 'one' }], instances: [{ id: 'i-one' }] })
})
afterAll(() => world[Symbol.asyncDispose]())

const SIGNATURE = [
  401,
  'SignatureDoesNotMatch',
  'The request signature we calculated does not match the signature you provided. Check your Secret Access Key and signing method. Consult the service documentation for details.',
]
const EXPIRED = [400, 'InvalidTimestamp', 'The Signature of the request is expired.']

function call(options: CallOptions, action = 'DescribeKeyPairs', params = {}) {
  return world.call(action, params, options)
}

describe('one thing wrong', () => {
  test.each<[string, CallOptions, readonly unknown[]]>([
    [
      'no signature at all',
      { tamper: ({ headers }) => delete headers['authorization'] },
      [401, 'MissingAuthenticationToken', 'Request is missing Authentication Token.'],
    ],
    [
      'another scheme',
      { tamper: ({ headers }) => (headers['authorization'] = 'HMAC-SHA256 nonsense') },
      [400, 'InvalidAuthorization', "Invalid 'Authorization' header, Pls check authorization header."],
    ],
    [
      'no date',
      { tamper: ({ headers }) => delete headers['x-date'] },
      [400, 'MissingRequestInfo', 'The request is missing X-Date information.'],
    ],
    ['too old', { timestamp: timestampNow(-920_000) }, EXPIRED],
    ['from the future', { timestamp: timestampNow(920_000) }, EXPIRED],
    ['a wrong secret', { secret: 'wrong' }, SIGNATURE],
    ['a changed query', { tamper: (sent) => void (sent.url += '&A=1') }, SIGNATURE],
    ['no action', { tamper: (sent) => void (sent.url = sent.url.replace('Action=', 'Axtion=')) }, SIGNATURE],
    [
      'another version',
      { version: '2021-01-01' },
      [404, 'InvalidActionOrVersion', 'Could not find operation DescribeKeyPairs for version 2021-01-01.'],
    ],
    [
      'another path',
      { path: '/other' },
      [404, 'InvalidActionOrVersion', 'Could not find operation DescribeKeyPairs for version 2020-04-01.'],
    ],
    ['another service', { service: 'rds' }, [404, 'ServiceNotFound', 'This service[rds] not found.']],
    [
      'an unknown region',
      { region: 'mars' },
      [404, 'InvalidRegion.NotFound', 'The specified region does not exist.'],
    ],
    ['another method', { method: 'PUT' }, [405, 'MethodNotAllowed', 'The http method is not allowed.']],
    ['a user without a policy', ALICE, denied('DescribeKeyPairs', 'keypair/*')],
  ])('%s', async (_name, options, expected) => {
    expect(refusal(await call(options))).toEqual(expected)
  })

  test('an action nobody has, and none', async () => {
    expect(refusal(await call({}, 'MakeCoffee'))).toEqual([
      404,
      'InvalidActionOrVersion',
      'Could not find operation MakeCoffee for version 2020-04-01.',
    ])
    expect(refusal(await call({}, ''))).toEqual([
      400,
      'MissingParameter',
      'The request is missing Action parameter.',
    ])
    expect(refusal(await call({ version: '' }))).toEqual([
      400,
      'MissingParameter',
      'The request is missing Version parameter.',
    ])
  })

  test('hostile names', async () => {
    const reply = await call({}, 'DescribeKeyPairs', { '__proto__.polluted': '1' })
    expect(refusal(reply)).toEqual(REFUSALS.argument)
    expect({}).not.toHaveProperty('polluted')
    const deep = await call({}, 'DescribeKeyPairs', { [`A${'.b'.repeat(20)}`]: '1' })
    expect(refusal(deep)).toEqual(REFUSALS.argument)
  })
})

describe('two things wrong: the earlier check wins', () => {
  test.each<[string, CallOptions, unknown]>([
    ['time before signature', { timestamp: timestampNow(-920_000), secret: 'wrong' }, 'InvalidTimestamp'],
    ['signature before action', { secret: 'wrong', version: '2000-01-01' }, 'SignatureDoesNotMatch'],
    ['service before version', { service: 'rds', version: '2000-01-01' }, 'ServiceNotFound'],
    ['action before permission', { ...ALICE, version: '2000-01-01' }, 'InvalidActionOrVersion'],
  ])('%s', async (_name, options, expected) => {
    expect(refusal(await call(options))[1]).toBe(expected)
  })

  test('permission before parameters', async () => {
    expect(refusal(await call(ALICE, 'AttachKeyPair'))).toEqual(denied('AttachKeyPair', 'instance/*'))
  })
})

describe('the lifetime of a signature', () => {
  test('X-Expires overrides it, and the same signature works again and again', async () => {
    const timestamp = timestampNow(-1_000_000)
    const old = { timestamp }
    expect(refusal(await call(old))).toEqual(EXPIRED)
    for (let round = 0; round < 2; round += 1) {
      expect((await call(old, 'DescribeKeyPairs', { 'X-Expires': '3600' })).status).toBe(200)
    }
    const short = await call({ timestamp: timestampNow(-20_000) }, 'DescribeKeyPairs', { 'X-Expires': '10' })
    expect(refusal(short)).toEqual(EXPIRED)
  })

  test('nobody prolongs or changes a presigned request by what he appends', async () => {
    const form = 'presigned' as const
    const timestamp = timestampNow(-1_000_000)
    const prolonged = await call({ form, timestamp, unsigned: { 'X-Expires': '3600' } })
    expect(refusal(prolonged)).toEqual(EXPIRED)
    const params = { KeyPairName: 'one', 'InstanceIds.1': 'i-none' }
    const added = await world.call('AttachKeyPair', params, { form, unsigned: { 'InstanceIds.2': 'i-one' } })
    expect(added.result?.['OperationDetails']).toHaveLength(1)
  })
})

describe('envelopes', () => {
  test('say what the request was about', async () => {
    const { status, contentType, metadata } = await call({})
    expect([status, contentType]).toEqual([200, 'application/json; charset=utf-8'])
    expect(metadata).toEqual({
      RequestId: like(/^20\d{12}[0-9A-F]{20}$/),
      Action: 'DescribeKeyPairs',
      Version: '2020-04-01',
      Service: 'ecs',
      Region: 'cn-beijing',
    })
  })

  test('a refusal has the number of the gateway; what could not be read is left out', async () => {
    const refused = await call({ secret: 'wrong' })
    expect(refused.metadata['Error']).toMatchObject({ CodeN: 100010 })
    expect(refused.result).toBeUndefined()
    const anonymous = await call({ tamper: ({ headers }) => delete headers['authorization'] })
    expect(anonymous.metadata).not.toHaveProperty('Region')
  })
})

describe('strict mode', () => {
  test('knows neither other access keys nor tokens', async () => {
    await using keyplane = await startTestKeyplane({
      mode: 'strict',
      seed: `accounts: [{ id: "1", name: a, users: [{ name: root, accessKeys: [{ id: ${ACCESS_KEY.id}, secret: "${ACCESS_KEY.secret}" }] }] }]`,
    })
    const ask = (options: CallOptions) => signedCall(keyplane.endpoint, 'DescribeKeyPairs', {}, options)
    expect((await ask({})).status).toBe(200)
    expect(refusal(await ask({ accessKeyId: 'AKLTnobody', secret: 'keyplane' }))).toEqual([
      401,
      'InvalidAccessKey',
      'The accesskey [AKLTnobody] included in the request is invalid.',
    ])
    expect(refusal(await ask({ securityToken: 'token' }))).toEqual([
      401,
      'InvalidSecretToken',
      'Invalid secret token, msg: the token is unknown.',
    ])
  })

  test('the stand-in knows every access key and takes tokens', async () => {
    const own = { accessKeyId: 'AKLTnobody', secret: 'keyplane', securityToken: 'token' }
    expect((await call(own)).result).toEqual({ KeyPairs: [], NextToken: '' })
  })
})
