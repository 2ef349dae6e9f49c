import { describe, expect, test } from 'vitest'

import { POLICIES } from '../kit/policies/test-support/spec-policies.ts'
import { USER_SECRET, userWith } from '../kit/policies/test-support/seeded-users.ts'
import { refusal, ROOT, STRANGER, testRoom } from '../kit/tencent/test-support/test-room.ts'
import { seededInstance, seededKeyPair } from './test-support/cvm-room.ts'

const CAM = 'tencent-cvm'

const room = testRoom({
  version: '2017-03-12',
  requireMfa: ['AssociateInstancesKeyPairs', 'StopInstances'],
  users: [
    userWith('none', CAM, [POLICIES.C3], { mfa: 'none' }),
    userWith('bound', CAM, [POLICIES.C3], { mfa: 'bound' }),
    userWith('verified', CAM, [POLICIES.C3], { mfa: 'verified' }),
    userWith('limited', CAM, [POLICIES.C1], { mfa: 'none' }),
  ],
  seed: `keyPairs:
${seededKeyPair('skey-aaaaaaaa', 'a')}instances:
${seededInstance('ins-aaaaaaaa', 'state: stopped')}${seededInstance('ins-bbbbbbbb', 'state: stopped')}`,
})

const ASSOCIATE = 'AssociateInstancesKeyPairs'
const PARAMS = { InstanceIds: ['ins-aaaaaaaa'], KeyIds: ['skey-aaaaaaaa'] }
const NOT_FOUND = refusal(
  'UnauthorizedOperation.MFANotFound',
  'Unauthorized operation. Make sure Multi-Factor Authentication (MFA) exists.',
)
const EXPIRED = refusal(
  'UnauthorizedOperation.MFAExpired',
  'Unauthorized operation. Make sure Multi-Factor Authentication (MFA) is valid.',
)

function as(name: string) {
  return { signer: { secretId: `AK${name}`, secretKey: USER_SECRET } }
}

describe('an action that needs a second factor', () => {
  test('is refused without a device and without a fresh check, before parameters; nothing changes', async () => {
    expect(await room.call(ASSOCIATE, PARAMS, as('none'))).toEqual(NOT_FOUND)
    expect(await room.call(ASSOCIATE, PARAMS, as('bound'))).toEqual(EXPIRED)
    expect(await room.call(ASSOCIATE, {}, as('none'))).toEqual(NOT_FOUND)
    expect((await room.instance('ins-aaaaaaaa'))['LoginSettings']).toEqual({ KeyIds: [] })
  })

  test('speaks Chinese to who asks for it', async () => {
    const zh = { language: 'zh-CN' }
    const absent = await room.call(ASSOCIATE, PARAMS, { ...as('none'), ...zh })
    expect(absent.error?.Message).toBe('没有权限进行此操作，请确认是否存在多因子认证（MFA）。')
    const stale = await room.call(ASSOCIATE, PARAMS, { ...as('bound'), ...zh })
    expect(stale.error?.Message).toBe('您无法进行当前操作，请确认多因子认证（MFA）是否失效。')
  })

  test('is refused by policy first', async () => {
    const params = { InstanceIds: ['ins-bbbbbbbb'], KeyIds: ['skey-aaaaaaaa'] }
    expect((await room.call(ASSOCIATE, params, as('limited'))).error?.Code).toBe('UnauthorizedOperation')
    expect(await room.call(ASSOCIATE, PARAMS, as('limited'))).toEqual(NOT_FOUND)
  })

  test('is asked of root too, but not of another account', async () => {
    expect(await room.call(ASSOCIATE, PARAMS, { signer: ROOT })).toEqual(NOT_FOUND)
    const { error } = await room.call(ASSOCIATE, PARAMS, { signer: STRANGER })
    expect(error?.Code).toMatch(/NotFound$/)
    expect(error?.Code).not.toMatch(/MFA/)
  })

  test('is one of those that the account names', async () => {
    const ids = { InstanceIds: ['ins-00000000'] }
    for (const [action, params] of [
      ['DisassociateInstancesKeyPairs', { ...PARAMS, ...ids }],
      ['RebootInstances', ids],
    ] as const) {
      const { error } = await room.call(action, params, as('none'))
      expect(error?.Code).toBe('InvalidInstanceId.NotFound')
    }
    expect(await room.call('StopInstances', ids, as('none'))).toEqual(NOT_FOUND)
  })

  test('passes for half an hour from the start with a check, then the check is stale', async () => {
    await room.ok(ASSOCIATE, PARAMS, as('verified'))
    await room.settled('ins-aaaaaaaa')
    room.clock.advance(31 * 60_000)
    // Signed at the time of the moved clock.
    const skewSeconds = Math.round((room.clock.now() - Date.now()) / 1000)
    expect(await room.call(ASSOCIATE, PARAMS, { ...as('verified'), skewSeconds })).toEqual(EXPIRED)
  })
})
