import { describe, expect, test } from 'vitest'

import { missing, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
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
    seededInstance('ins-running1', 'keyPairs: [a]') +
    seededInstance('ins-stopped1', 'state: stopped') +
    seededInstance('ins-refused1') +
    seededInstance('ins-windows1', 'os: windows') +
    seededInstance('ins-rescue01', 'state: rescue') +
    seededInstance('ins-migrate1', 'state: live-migrating') +
    seededInstance('ins-nocharge', 'state: stopped, stoppedMode: stop-charging') +
    seededInstance('ins-busy0001', 'busy: true'),
)

const Password = 'Rescue-me1'
const InstanceId = 'ins-refused1'
const WEAK = refusal('InvalidParameterValue.InvalidPassword', /complexity/)

describe('parsing', () => {
  test.each([
    [{ Password }, missing('InstanceId')],
    [{ InstanceId }, missing('Password')],
    [{ InstanceId, Password, Colour: 1 }, unknown('Colour')],
    [{ InstanceId: 'ins-1122', Password }, MALFORMED_INSTANCE],
    [{ InstanceId, Password, StopType: 'GENTLE' }, refusal('InvalidParameterValue', /`StopType`/)],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('EnterRescueMode', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each([
    [
      { InstanceId, Password, ForceStop: true, StopType: 'HARD' },
      refusal('InvalidParameterCombination', /`ForceStop` and `StopType`/),
    ],
    [{ InstanceId, Password: 'onlylowercase' }, WEAK],
    [{ InstanceId: 'ins-windows1', Password: 'Short-pw-1' }, WEAK],
    [{ InstanceId, Password, Username: 'guest' }, refusal('InvalidParameterValue', /`Username`/)],
    [{ InstanceId: 'ins-00000000', Password }, NO_SUCH_INSTANCE],
    [{ InstanceId: 'ins-rescue01', Password }, inState('RescueMode', /rescue mode/)],
    [{ InstanceId: 'ins-migrate1', Password }, inState('EnterServiceLiveMigrate', /ins-migrate1/)],
    [
      { InstanceId: 'ins-nocharge', Password },
      refusal('UnsupportedOperation.StoppedModeStopCharging', /no charges/),
    ],
    [
      { InstanceId: 'ins-busy0001', Password },
      refusal('OperationDenied.InstanceOperationInProgress', /in progress/),
    ],
  ])('%j', async (params, expected) => {
    expect(await room.call('EnterRescueMode', params)).toEqual(expected)
    expect(await room.instance(InstanceId)).toMatchObject({ InstanceState: 'RUNNING' })
  })
})

describe('behaviour', () => {
  test('out of RUNNING; while it is in rescue mode its keys cannot be changed, though they stay bound', async () => {
    const { RequestId } = await room.ok('EnterRescueMode', {
      ...{ InstanceId: 'ins-running1', Password, Username: 'root', StopType: 'SOFT_FIRST' },
    })
    expect(await room.instance('ins-running1')).toMatchObject({
      ...{ InstanceState: 'ENTER_RESCUE_MODE', LatestOperation: 'EnterRescueMode' },
      ...{ LatestOperationState: 'OPERATING', LatestOperationRequestId: RequestId },
    })
    const ids = { InstanceIds: ['ins-running1'], KeyIds: ['skey-aaaaaaaa'], ForceStop: true }
    expect(await room.call('DisassociateInstancesKeyPairs', ids)).toEqual(
      inState('EnterRescueMode', /entering the rescue mode/),
    )
    expect(await room.settled('ins-running1')).toMatchObject({
      ...{ InstanceState: 'RESCUE_MODE', LatestOperationState: 'SUCCESS' },
      LoginSettings: { KeyIds: ['skey-aaaaaaaa'] },
    })
    for (const action of ['AssociateInstancesKeyPairs', 'DisassociateInstancesKeyPairs']) {
      expect(await room.call(action, ids)).toEqual(inState('RescueMode', /rescue mode/))
    }
    expect(await room.call('DeleteKeyPairs', { KeyIds: ids.KeyIds })).toEqual(
      refusal('InvalidParameterValue.KeyPairNotSupported', /skey-aaaaaaaa/),
    )
  })

  test('out of STOPPED', async () => {
    await room.ok('EnterRescueMode', { InstanceId: 'ins-stopped1', Password })
    expect(await room.settled('ins-stopped1')).toMatchObject({ InstanceState: 'RESCUE_MODE' })
  })
})
