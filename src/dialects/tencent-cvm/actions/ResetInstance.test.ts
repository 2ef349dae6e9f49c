import { describe, expect, test } from 'vitest'

import { missing, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import {
  cvmRoom,
  inState,
  MALFORMED_INSTANCE,
  MALFORMED_KEY_PAIR,
  NO_SUCH_INSTANCE,
  seededInstance,
  seededKeyPair,
} from '../test-support/cvm-room.ts'

const room = cvmRoom(
  'keyPairs:\n' +
    seededKeyPair('skey-aaaaaaaa', 'a', 1) +
    seededKeyPair('skey-bbbbbbbb', 'b', 2) +
    'instances:\n' +
    seededInstance('ins-running1', 'keyPairs: [a]') +
    seededInstance('ins-stopped1', 'state: stopped, password: S3cret-pw!') +
    seededInstance('ins-windows1', 'os: windows') +
    seededInstance('ins-refused1', 'password: S3cret-pw!') +
    seededInstance('ins-starting', 'state: starting') +
    seededInstance('ins-rescue01', 'state: rescue') +
    seededInstance('ins-nocharge', 'state: stopped, stoppedMode: stop-charging') +
    seededInstance('ins-busy0001', 'state: stopped, busy: true'),
)

const InstanceId = 'ins-refused1'

async function stored(id: string) {
  const [found] = await room.keyplane.core.database.instances.findByIds(
    { account: '1000000001', dialect: 'tencent-cvm' },
    [id],
  )
  return found
}

describe('parsing', () => {
  test.each([
    [{}, missing('InstanceId')],
    [{ InstanceId, Colour: 'red' }, unknown('Colour')],
    [{ InstanceId: 'ins-1122' }, MALFORMED_INSTANCE],
    [{ InstanceId, ImageId: 'img-1' }, refusal('InvalidImageId.Malformed', /`img-1`/)],
    [{ InstanceId, LoginSettings: { KeyIds: ['skey-1122'] } }, MALFORMED_KEY_PAIR],
    [{ InstanceId, UserData: '!' }, refusal('InvalidParameterValue.InvalidUserDataFormat', /base64/)],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('ResetInstance', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  const KeyIds = ['skey-aaaaaaaa']
  const noWindowsKeys = refusal('UnsupportedOperation.KeyPairUnsupportedWindows', /Windows/)

  test.each([
    [{ InstanceId: 'ins-00000000' }, NO_SUCH_INSTANCE],
    [{ InstanceId: 'ins-starting' }, inState('Starting', /starting up/)],
    [{ InstanceId: 'ins-rescue01' }, inState('RescueMode', /rescue mode/)],
    [{ InstanceId: 'ins-nocharge' }, refusal('UnsupportedOperation.StoppedModeStopCharging', /no charges/)],
    [{ InstanceId: 'ins-busy0001' }, refusal('MutexOperation.TaskRunning', /Mutex/)],
    [
      { InstanceId, LoginSettings: { KeyIds: ['skey-00000000'] } },
      refusal('InvalidParameterValue.KeyPairNotFound', /`skey-00000000`/),
    ],
    [
      { InstanceId, LoginSettings: { KeyIds, Password: 'Right-pw-1' } },
      refusal('InvalidParameter.ParameterConflict', /exclude each other/),
    ],
    [{ InstanceId, ImageId: 'img-bhvhr6pr', LoginSettings: { KeyIds } }, noWindowsKeys],
    [{ InstanceId: 'ins-windows1', LoginSettings: { KeyIds } }, noWindowsKeys],
    [
      { InstanceId, LoginSettings: { Password: 'onlylowercase' } },
      refusal('InvalidParameterValue.InvalidPassword', /complexity/),
    ],
    [
      { InstanceId: 'ins-windows1', LoginSettings: { Password: 'Short-pw-1' } },
      refusal('InvalidParameterValue.InvalidPassword', /complexity/),
    ],
    [{ InstanceId, HostName: '-x' }, refusal('InvalidParameterValue.IllegalHostName', /`HostName`/)],
    [
      { InstanceId, ImageId: 'img-bhvhr6pr', HostName: 'longer-than-15-x' },
      refusal('InvalidParameterValue.IllegalHostName', /`HostName`/),
    ],
    [{ InstanceId, SystemDisk: { DiskSize: 20 } }, refusal('InvalidParameterValue', /`SystemDisk.DiskSize`/)],
  ])('%j', async (params, expected) => {
    const before = await stored(InstanceId)
    expect(await room.call('ResetInstance', params)).toEqual(expected)
    expect(await stored(InstanceId)).toEqual(before)
  })
})

describe('behaviour', () => {
  test('OPERATING at once, image and login replaced, RUNNING in the end', async () => {
    const LoginSettings = { KeyIds: ['skey-bbbbbbbb'] }
    const { RequestId, ...nothing } = await room.ok('ResetInstance', {
      ...{ InstanceId: 'ins-running1', ImageId: 'img-487zeit5', LoginSettings },
      ...{ SystemDisk: { DiskSize: 80 }, HostName: 'web.example', UserData: 'aGk=', EnhancedService: {} },
    })
    expect(nothing).toEqual({})
    expect(await room.instance('ins-running1')).toMatchObject({
      ...{ InstanceState: 'STOPPING', LatestOperation: 'ResetInstance', LatestOperationState: 'OPERATING' },
      LatestOperationRequestId: RequestId,
    })
    expect(await room.call('ResetInstance', { InstanceId: 'ins-running1' })).toEqual(
      refusal('MutexOperation.TaskRunning', /Mutex/),
    )
    expect(await room.call('StopInstances', { InstanceIds: ['ins-running1'] })).toEqual(
      refusal('OperationDenied.InstanceOperationInProgress', /in progress/),
    )
    expect(await room.settled('ins-running1')).toMatchObject({
      ...{ InstanceState: 'RUNNING', LatestOperationState: 'SUCCESS', LoginSettings },
      ...{ ImageId: 'img-487zeit5', OsName: 'Ubuntu Server 22.04 LTS 64bit', DefaultLoginUser: 'ubuntu' },
      SystemDisk: { DiskType: 'CLOUD_PREMIUM', DiskSize: 80 },
    })
    const { KeyPairSet } = await room.ok('DescribeKeyPairs', { KeyIds: ['skey-aaaaaaaa'] })
    expect(KeyPairSet).toMatchObject([{ AssociatedInstanceIds: [] }])
    expect(await stored('ins-running1')).toMatchObject({ hostName: 'web.example' })
    expect(
      await room.ok('DescribeInstancesAttributes', {
        Attributes: ['UserData'],
        InstanceIds: ['ins-running1'],
      }),
    ).toMatchObject({ InstanceSet: [{ Attributes: { UserData: 'aGk=' } }] })
  })

  test('a stopped one runs in the end; without login settings the old password is worth nothing', async () => {
    const before = await stored('ins-stopped1')
    await room.ok('ResetInstance', { InstanceId: 'ins-stopped1' })
    expect(await room.instance('ins-stopped1')).toMatchObject({
      ...{ InstanceState: 'STOPPED', LatestOperationState: 'OPERATING' },
    })
    expect(await room.settled('ins-stopped1')).toMatchObject({
      ...{ InstanceState: 'RUNNING', ImageId: before?.imageId, LoginSettings: { KeyIds: [] } },
    })
    const after = await stored('ins-stopped1')
    expect(after?.passwordHash).not.toBe(before?.passwordHash)
    expect(after).toMatchObject({ address: before?.address, hostName: before?.hostName })
  })
})
