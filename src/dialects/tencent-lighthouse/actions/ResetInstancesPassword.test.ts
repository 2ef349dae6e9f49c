import { describe, expect, test } from 'vitest'

import { missing, refusal, unknown, like } from '../../kit/tencent/test-support/test-room.ts'
import {
  BUSY,
  CREATING,
  DUPLICATED,
  lighthouseRoom,
  MALFORMED_INSTANCE,
  NO_SUCH_INSTANCE,
  outside,
  seededInstance,
  seededKeyPair,
  WRONG_STATE,
} from '../test-support/lighthouse-room.ts'

const room = lighthouseRoom(
  'keyPairs:\n' +
    seededKeyPair('lhkp-aaaaaaaa', 'a', 1) +
    'instances:\n' +
    seededInstance('lhins-running1') +
    seededInstance('lhins-stopped1', 'state: stopped') +
    seededInstance('lhins-bound001', 'state: stopped, keyPairs: [a]') +
    seededInstance('lhins-windows1', 'os: windows') +
    seededInstance('lhins-gone0001', 'state: shutdown') +
    seededInstance('lhins-pending1', 'state: pending') +
    seededInstance('lhins-busy0001', 'busy: true'),
)

const Password = 'Second-pw-2'
const InstanceIds = ['lhins-stopped1']
const INVALID = refusal('InvalidParameterValue.InvalidPassword', /length or complexity/)

async function stored(id: string) {
  const owner = { account: '1000000001', dialect: 'tencent-lighthouse' }
  const [found] = await room.keyplane.core.database.instances.findByIds(owner, [id])
  return found
}

describe('parsing', () => {
  test.each([
    [{ Password }, missing('InstanceIds')],
    [{ InstanceIds }, missing('Password')],
    [{ InstanceIds, Password, ForceStop: true }, unknown('ForceStop')],
    [{ InstanceIds: ['lhins-1122'], Password }, MALFORMED_INSTANCE],
    [{ InstanceIds: [...InstanceIds, ...InstanceIds], Password }, DUPLICATED],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('ResetInstancesPassword', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each(['Sh0rt-p', 'lower1digits', '/Starts-w1th'])('the password %s', async (Password) => {
    expect(await room.call('ResetInstancesPassword', { InstanceIds, Password })).toEqual(INVALID)
  })

  test('a password too short for Windows', async () => {
    const params = { InstanceIds: ['lhins-windows1'], Password: 'Short-pw-1' }
    expect(await room.call('ResetInstancesPassword', params)).toEqual(INVALID)
  })

  test('another user than the one who logs in', async () => {
    const params = { InstanceIds, Password, UserName: 'guest' }
    expect(await room.call('ResetInstancesPassword', params)).toEqual(outside('UserName'))
  })

  test.each([
    ['lhins-00000000', NO_SUCH_INSTANCE],
    ['lhins-gone0001', WRONG_STATE],
    ['lhins-pending1', CREATING],
    ['lhins-busy0001', BUSY],
  ])('%s', async (id, expected) => {
    const params = { InstanceIds: [...InstanceIds, id], Password }
    expect(await room.call('ResetInstancesPassword', params)).toEqual(expected)
    expect((await stored('lhins-stopped1'))?.passwordHash).toBeUndefined()
  })
})

describe('behaviour', () => {
  test('a running instance goes off and on again, a stopped one stays off', async () => {
    await room.ok('ResetInstancesPassword', { InstanceIds: ['lhins-running1', ...InstanceIds], Password })
    expect(await room.instance('lhins-running1')).toMatchObject({
      ...{ InstanceState: 'STOPPING', LatestOperation: 'ResetInstancesPassword' },
    })
    expect(await room.settled('lhins-running1')).toMatchObject({ InstanceState: 'RUNNING' })
    expect(await room.settled('lhins-stopped1')).toMatchObject({ InstanceState: 'STOPPED' })
    expect(await stored('lhins-running1')).toMatchObject({ allowsPassword: true })
  })

  test('with a key bound the password waits until the key is unbound', async () => {
    await room.ok('ResetInstancesPassword', { InstanceIds: ['lhins-bound001'], Password })
    await room.settled('lhins-bound001')
    expect(await stored('lhins-bound001')).toMatchObject({
      ...{ allowsPassword: false, passwordHash: like(/^\$6\$/) },
    })
  })
})
