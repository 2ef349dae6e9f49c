import { describe, expect, test } from 'vitest'

import { missing, unknown } from '../../kit/tencent/test-support/test-room.ts'
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
    seededInstance('ins-rescue01', 'state: rescue') +
    seededInstance('ins-entering', 'state: entering-rescue') +
    seededInstance('ins-exiting1', 'state: exiting-rescue'),
)

describe('parsing', () => {
  test.each([
    [{}, missing('InstanceId')],
    [{ InstanceId: 'ins-rescue01', Password: 'x' }, unknown('Password')],
    [{ InstanceId: 'ins-1122' }, MALFORMED_INSTANCE],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('ExitRescueMode', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each([
    ['ins-00000000', NO_SUCH_INSTANCE],
    ['ins-running1', inState('Running', /^Running/)],
    ['ins-stopped1', inState('Stopped', /^Stopped/)],
    ['ins-entering', inState('EnterRescueMode', /entering/)],
    ['ins-exiting1', inState('ExitRescueMode', /exiting/)],
  ])('%s', async (InstanceId, expected) => {
    expect(await room.call('ExitRescueMode', { InstanceId })).toEqual(expected)
  })
})

describe('behaviour', () => {
  test('the instance runs in the end', async () => {
    const { RequestId } = await room.ok('ExitRescueMode', { InstanceId: 'ins-rescue01' })
    expect(await room.instance('ins-rescue01')).toMatchObject({
      ...{ InstanceState: 'EXIT_RESCUE_MODE', LatestOperation: 'ExitRescueMode' },
      ...{ LatestOperationState: 'OPERATING', LatestOperationRequestId: RequestId },
    })
    expect(await room.settled('ins-rescue01')).toMatchObject({
      ...{ InstanceState: 'RUNNING', LatestOperationState: 'SUCCESS' },
    })
  })
})
