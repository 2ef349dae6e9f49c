import { describe, expect, test } from 'vitest'

import { manyIds, missing, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import {
  cvmRoom,
  inState,
  MALFORMED_INSTANCE,
  NO_SUCH_INSTANCE,
  seededInstance,
  tooMany,
} from '../test-support/cvm-room.ts'

const room = cvmRoom(
  'instances:\n' +
    seededInstance('ins-stopped1', 'state: stopped') +
    seededInstance('ins-stopped2', 'state: stopped, stoppedMode: stop-charging') +
    seededInstance('ins-running1') +
    seededInstance('ins-busy0001', 'state: stopped, busy: true') +
    seededInstance('ins-start001', 'state: starting'),
)

describe('parsing', () => {
  test.each([
    [{}, missing('InstanceIds')],
    [{ InstanceIds: ['ins-stopped1'], Force: 1 }, unknown('Force')],
    [{ InstanceIds: ['ins-1122'] }, MALFORMED_INSTANCE],
    [{ InstanceIds: manyIds('ins-', 101) }, tooMany('InstanceIds')],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('StartInstances', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each([
    ['ins-00000000', NO_SUCH_INSTANCE],
    ['ins-running1', inState('Running', 'Running instances do not support this operation.')],
    ['ins-start001', inState('Starting', /starting up/)],
    ['ins-busy0001', refusal('OperationDenied.InstanceOperationInProgress', /in progress/)],
  ])('%s', async (id, expected) => {
    expect(await room.call('StartInstances', { InstanceIds: ['ins-stopped1', id] })).toEqual(expected)
    expect(await room.instance('ins-stopped1')).toMatchObject({ InstanceState: 'STOPPED' })
  })
})

describe('behaviour', () => {
  test('STARTING, then RUNNING; charged again', async () => {
    const InstanceIds = ['ins-stopped1', 'ins-stopped2']
    const { RequestId } = await room.ok('StartInstances', { InstanceIds })
    expect(await room.instance('ins-stopped1')).toMatchObject({
      ...{ InstanceState: 'STARTING', LatestOperation: 'StartInstances' },
      ...{ LatestOperationState: 'OPERATING', LatestOperationRequestId: RequestId },
    })
    for (const id of InstanceIds) {
      expect(await room.settled(id)).toMatchObject({
        ...{ InstanceState: 'RUNNING', LatestOperationState: 'SUCCESS', StopChargingMode: 'NOT_APPLICABLE' },
      })
    }
  })
})
