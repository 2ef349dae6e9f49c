import { describe, expect, test } from 'vitest'

import { missing, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import {
  cvmRoom,
  inState,
  MALFORMED_INSTANCE,
  NO_SUCH_INSTANCE,
  seededInstance,
} from '../test-support/cvm-room.ts'

const room = cvmRoom(
  'instances:\n' +
    seededInstance('ins-running1') +
    seededInstance('ins-stopped1', 'state: stopped') +
    seededInstance('ins-busy0001', 'busy: true'),
)

const InstanceIds = ['ins-running1']

describe('parsing', () => {
  test.each([
    [{}, missing('InstanceIds')],
    [{ InstanceIds, ForceStop: true }, unknown('ForceStop')],
    [{ InstanceIds: ['ins-1122'] }, MALFORMED_INSTANCE],
    [{ InstanceIds, StopType: 'NOW' }, refusal('InvalidParameterValue', /`StopType`/)],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('RebootInstances', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test('StopType together with ForceReboot', async () => {
    expect(await room.call('RebootInstances', { InstanceIds, StopType: 'SOFT', ForceReboot: false })).toEqual(
      refusal('InvalidParameterCombination', /`ForceReboot` and `StopType`/),
    )
  })

  test.each([
    ['ins-00000000', NO_SUCH_INSTANCE],
    ['ins-stopped1', inState('Stopped', /^Stopped instances/)],
    ['ins-busy0001', refusal('OperationDenied.InstanceOperationInProgress', /in progress/)],
  ])('%s', async (id, expected) => {
    expect(await room.call('RebootInstances', { InstanceIds: [id] })).toEqual(expected)
  })
})

describe('behaviour', () => {
  test('REBOOTING, then RUNNING', async () => {
    const { RequestId } = await room.ok('RebootInstances', { InstanceIds, StopType: 'HARD' })
    expect(await room.instance('ins-running1')).toMatchObject({ InstanceState: 'REBOOTING' })
    expect(await room.settled('ins-running1')).toMatchObject({
      ...{ InstanceState: 'RUNNING', LatestOperation: 'RebootInstances' },
      LatestOperationRequestId: RequestId,
    })
  })
})
