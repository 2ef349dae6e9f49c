import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Params } from '../test-support/signed-call.ts'
import {
  ALICE,
  missing,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  type TestWorld,
  textLike,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [{ name: 'testKeyPairName' }, { name: 'second' }, { name: 'elsewhere', region: 'cn-beijing' }],
    instances: [
      { id: 'i-running', password: 'Passw0rd!' },
      { id: 'i-stopped', state: 'stopped' },
      { id: 'i-windows', os: 'windows' },
      { id: 'i-slow', ioOptimized: false },
      { id: 'i-pending', state: 'pending' },
      { id: 'i-busy', busy: true },
      { id: 'i-locked', state: 'banned' },
      { id: 'i-beijing', region: 'cn-beijing' },
      { id: 'i-first' },
      { id: 'i-replaced', keyPairs: ['testKeyPairName'] },
      { id: 'i-bp1gtjxuuvwj17zr****' },
      { id: 'i-bp17b7zrsbjwvmfy****' },
      { id: 'i-bp1h6jmbefj1ytos****' },
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function attach(ids: readonly string[] | string, params: Params = {}) {
  const InstanceIds = typeof ids === 'string' ? ids : JSON.stringify(ids)
  return world.call('AttachKeyPair', {
    RegionId: REGION,
    KeyPairName: 'testKeyPairName',
    InstanceIds,
    ...params,
  })
}

const INVALID_IDS = [
  400,
  'InvalidInstanceIds.ValueNotSupported',
  'The specified parameter InstanceIds is not valid.',
]
const SUCCESS = { Code: '200', Message: 'successful', Success: 'true' }

describe('parsing', () => {
  it.each(['RegionId', 'KeyPairName', 'InstanceIds'])('refuses a call without %s', async (name) => {
    expect(refusal(await attach(['i-running'], { [name]: '' }))).toEqual(missing(name))
  })

  it.each(['i-running', '[]', '[1]', '{}', '[""]', '["i-running"', 'null', '["i-1", … "i-2"]'])(
    'refuses InstanceIds=%s',
    async (text) => {
      expect(refusal(await attach(text))).toEqual(INVALID_IDS)
    },
  )

  it('takes 50 ids and refuses 51', async () => {
    const ids = Array.from({ length: 51 }, (_, index) => `i-none${index}`)
    expect(refusal(await attach(ids))).toEqual([
      403,
      'InstanceKeyPairLimitExceeded',
      'The specified instances are beyond the permitted range.',
    ])
    // Let through: the ids are unknown.
    expect(refusal(await attach(ids.slice(1)))).toEqual(INVALID_IDS)
  })

  it('complains about what is missing before what is wrong', async () => {
    expect(refusal(await attach('nonsense', { KeyPairName: '' }))).toEqual(missing('KeyPairName'))
  })

  it('takes the ids of the reference page as printed', async () => {
    const printed = '["i-bp1gtjxuuvwj17zr****", "i-bp17b7zrsbjwvmfy****", "i-bp1h6jmbefj1ytos****"]'
    const { status, body } = await attach(printed)
    expect([status, body['TotalCount'], body['FailCount']]).toEqual([200, '3', '0'])
  })

  it('counts a repeated id once', async () => {
    const { body } = await attach(['i-first', 'i-first'])
    expect(body).toMatchObject({ TotalCount: '1', FailCount: '0' })
  })

  it.each(['v3-form', 'v1-get', 'v1-query', 'v1-form'] as const)('takes the form %s', async (form) => {
    const params = { RegionId: REGION, KeyPairName: 'testKeyPairName', InstanceIds: '["i-first"]' }
    const { body } = await world.call('AttachKeyPair', params, { form, format: 'JSON' })
    expect(body).toMatchObject({ KeyPairName: 'testKeyPairName', TotalCount: '1' })
  })
})

describe('refusals', () => {
  it('refuses an unknown region', async () => {
    expect(refusal(await attach(['i-running'], { RegionId: 'cn-nowhere' }))).toEqual(REFUSALS.region)
  })

  it.each(['nobody', 'elsewhere'])('refuses the key pair %s', async (KeyPairName) => {
    expect(refusal(await attach(['i-running'], { KeyPairName }))).toEqual([
      400,
      'InvalidKeyPairName.NotFound',
      'The specified KeyPairName does not exist in our records.',
    ])
  })

  it.each(['i-unknown', 'i-beijing'])('refuses the whole call for %s', async (id) => {
    expect(refusal(await attach(['i-running', id], { KeyPairName: 'second' }))).toEqual(INVALID_IDS)
    expect(await world.show('i-running')).toMatchObject({ KeyPairName: '' })
  })

  it.each([
    [
      'i-windows',
      [
        403,
        'DependencyViolation.WindowsInstance',
        'The instance creating is windows, cannot use ssh key pair to login',
      ],
    ],
    ['i-slow', [400, 'DependencyViolation.IoOptimize', 'The specified parameter InstanceIds is not valid.']],
    ['i-pending', REFUSALS.status],
    ['i-busy', REFUSALS.status],
    ['i-locked', [403, 'InstanceLockedForSecurity', 'The instance is locked due to security.']],
  ])('refuses a call about %s alone', async (id, expected) => {
    expect(refusal(await attach([id]))).toEqual(expected)
  })

  it('answers a call in which all failed with the first reason', async () => {
    expect(refusal(await attach(['i-slow', 'i-windows']))[1]).toBe('DependencyViolation.IoOptimize')
  })

  it('refuses a user without policies, before anything is looked up', async () => {
    const params = { RegionId: REGION, KeyPairName: 'nobody', InstanceIds: '["i-unknown"]' }
    const reply = await world.call('AttachKeyPair', params, ALICE)
    expect(refusal(reply)).toEqual(REFUSALS.forbidden)
    expect(reply.body['AccessDeniedDetail']).toMatchObject({
      AuthAction: 'ecs:AttachKeyPair',
      AuthPrincipalDisplayName: 'alice',
      NoPermissionType: 'ImplicitDeny',
    })
  })
})

describe('behaviour', () => {
  it('answers in the order of the request, instance by instance, all in text', async () => {
    const { status, body } = await attach(['i-windows', 'i-stopped', 'i-pending'])
    expect(status).toBe(200)
    expect(body).toEqual({
      RequestId: textLike(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/),
      KeyPairName: 'testKeyPairName',
      TotalCount: '3',
      FailCount: '2',
      Results: {
        Result: [
          {
            Code: 'DependencyViolation.WindowsInstance',
            Message: 'The instance creating is windows, cannot use ssh key pair to login',
            InstanceId: 'i-windows',
            Success: 'false',
          },
          { ...SUCCESS, InstanceId: 'i-stopped' },
          {
            Code: REFUSALS.status[1],
            Message: REFUSALS.status[2],
            InstanceId: 'i-pending',
            Success: 'false',
          },
        ],
      },
    })
  })

  it('shows the pair at once and uses it after RebootInstance', async () => {
    expect((await attach(['i-running'])).status).toBe(200)
    expect(await world.show('i-running')).toMatchObject({ KeyPairName: 'testKeyPairName', Status: 'Running' })
    expect(await world.access('i-running')).toEqual({ keys: 0, password: true })
    await world.call('RebootInstance', { InstanceId: 'i-running' })
    await world.waitFor('i-running', 'Running')
    expect(await world.access('i-running')).toEqual({ keys: 1, password: false })
  })

  it('uses the pair of a stopped instance after StartInstance', async () => {
    await attach(['i-stopped'])
    expect(await world.access('i-stopped')).toMatchObject({ keys: 0 })
    await world.call('StartInstance', { InstanceId: 'i-stopped' })
    await world.waitFor('i-stopped', 'Running')
    expect(await world.access('i-stopped')).toEqual({ keys: 1, password: false })
  })

  it('replaces the pair that was bound before', async () => {
    expect(await world.show('i-replaced')).toMatchObject({ KeyPairName: 'testKeyPairName' })
    await attach(['i-replaced'], { KeyPairName: 'second' })
    expect(await world.show('i-replaced')).toMatchObject({ KeyPairName: 'second' })
  })

  it('answers in XML when asked', async () => {
    const params = { RegionId: REGION, KeyPairName: 'testKeyPairName', InstanceIds: '["i-first"]' }
    const { contentType, text } = await world.call('AttachKeyPair', params, { form: 'v1-get' })
    expect(contentType).toBe('text/xml;charset=utf-8')
    expect(text).toContain(
      '<Results><Result><Code>200</Code><Message>successful</Message><InstanceId>i-first</InstanceId><Success>true</Success></Result></Results></AttachKeyPairResponse>',
    )
  })
})
