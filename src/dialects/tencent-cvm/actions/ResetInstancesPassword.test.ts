import { describe, expect, test } from 'vitest'

import { missing, refusal, unknown, like } from '../../kit/tencent/test-support/test-room.ts'
import {
  cvmRoom,
  inState,
  MALFORMED_INSTANCE,
  NO_SUCH_INSTANCE,
  seededInstance,
  seededKeyPair,
} from '../test-support/cvm-room.ts'

const room = cvmRoom(
  'keyPairs:\n' +
    seededKeyPair('skey-aaaaaaaa', 'a', 1) +
    'instances:\n' +
    seededInstance('ins-stopped1', 'state: stopped') +
    seededInstance('ins-running1') +
    seededInstance('ins-bound001', 'state: stopped, keyPairs: [a]') +
    seededInstance('ins-windows1', 'state: stopped, os: windows') +
    seededInstance('ins-nocharge', 'state: stopped, stoppedMode: stop-charging') +
    seededInstance('ins-busy0001', 'state: stopped, busy: true'),
)

const Password = 'Second-pw-2'
const InstanceIds = ['ins-stopped1']
const INVALID = refusal('InvalidParameterValue.InvalidPassword', /length or complexity/)

async function stored(id: string) {
  const [found] = await room.keyplane.core.database.instances.findByIds(
    { account: '1000000001', dialect: 'tencent-cvm' },
    [id],
  )
  return found
}

describe('parsing', () => {
  test.each([
    [{ Password }, missing('InstanceIds')],
    [{ InstanceIds }, missing('Password')],
    [{ InstanceIds, Password, User: 'x' }, unknown('User')],
    [{ InstanceIds: ['ins-1122'], Password }, MALFORMED_INSTANCE],
    [{ InstanceIds, Password, UserName: 'u'.repeat(65) }, refusal('InvalidParameterValue', /`UserName`/)],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('ResetInstancesPassword', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each([
    'Sh0rt-p',
    'onlylowercase',
    'lower1digits',
    '/Starts-w1th',
    `A-1${'x'.repeat(28)}`,
    'Umlaut-ä-12',
  ])('the password %s', async (Password) => {
    expect(await room.call('ResetInstancesPassword', { InstanceIds, Password })).toEqual(INVALID)
  })

  test('a password too weak for Windows, also for the Linux machine in the same call', async () => {
    const both = { InstanceIds: ['ins-windows1', 'ins-stopped1'] }
    expect(await room.call('ResetInstancesPassword', { ...both, Password: 'Short-pw-1' })).toEqual(INVALID)
    const named = { InstanceIds: ['ins-windows1'], Password: 'Administrator-1' }
    expect(await room.call('ResetInstancesPassword', named)).toEqual(INVALID)
  })

  test('another user than the one who logs in', async () => {
    const params = { InstanceIds, Password, UserName: 'guest' }
    expect(await room.call('ResetInstancesPassword', params)).toEqual(
      refusal('InvalidParameterValue', /`UserName`/),
    )
  })

  test.each([
    ['ins-00000000', NO_SUCH_INSTANCE],
    ['ins-running1', inState('Running', /^Running/)],
    ['ins-nocharge', refusal('UnsupportedOperation.StoppedModeStopCharging', /no charges/)],
    ['ins-busy0001', refusal('OperationDenied.InstanceOperationInProgress', /in progress/)],
  ])('%s', async (id, expected) => {
    const params = { InstanceIds: ['ins-stopped1', id], Password }
    expect(await room.call('ResetInstancesPassword', params)).toEqual(expected)
    expect((await stored('ins-stopped1'))?.passwordHash).toBeUndefined()
  })
})

describe('behaviour', () => {
  test('opens password login; a running instance goes off and on again', async () => {
    await room.ok('ResetInstancesPassword', { InstanceIds: ['ins-running1'], Password, ForceStop: true })
    expect(await room.instance('ins-running1')).toMatchObject({
      ...{ InstanceState: 'STOPPING', LatestOperation: 'ResetInstancesPassword' },
    })
    expect(await room.settled('ins-running1')).toMatchObject({ InstanceState: 'RUNNING' })
    expect(await stored('ins-running1')).toMatchObject({ allowsPassword: true })
  })

  test('with a key bound the password waits until the key is unbound', async () => {
    await room.ok('ResetInstancesPassword', { InstanceIds: ['ins-bound001'], Password })
    await room.settled('ins-bound001')
    expect(await stored('ins-bound001')).toMatchObject({
      ...{ allowsPassword: false, keyPairIds: ['skey-aaaaaaaa'] },
      passwordHash: like(/^\$6\$/),
    })
    await room.ok('DisassociateInstancesKeyPairs', {
      InstanceIds: ['ins-bound001'],
      KeyIds: ['skey-aaaaaaaa'],
    })
    await room.settled('ins-bound001')
    expect(await stored('ins-bound001')).toMatchObject({ allowsPassword: true, keyPairIds: [] })
  })

  test('works for Windows', async () => {
    await room.ok('ResetInstancesPassword', {
      InstanceIds: ['ins-windows1'],
      Password: 'Long-enough-1',
      UserName: 'Administrator',
    })
    expect(await room.settled('ins-windows1')).toMatchObject({ LatestOperationState: 'SUCCESS' })
  })
})
