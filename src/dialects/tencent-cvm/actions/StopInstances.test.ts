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
    seededInstance('ins-running2') +
    seededInstance('ins-stopped1', 'state: stopped') +
    seededInstance('ins-busy0001', 'busy: true'),
)

const InstanceIds = ['ins-running1']

describe('parsing', () => {
  test.each([
    [{}, missing('InstanceIds')],
    [{ InstanceIds, Force: 1 }, unknown('Force')],
    [{ InstanceIds: ['ins-1122'] }, MALFORMED_INSTANCE],
    [{ InstanceIds, StopType: 'NOW' }, refusal('InvalidParameterValue', /`StopType`/)],
    [{ InstanceIds, StoppedMode: 'FREE' }, refusal('InvalidParameterValue', /`StoppedMode`/)],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('StopInstances', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test('StopType together with ForceStop', async () => {
    expect(await room.call('StopInstances', { InstanceIds, StopType: 'HARD', ForceStop: true })).toEqual(
      refusal(
        'InvalidParameterCombination',
        'The parameters `ForceStop` and `StopType` cannot be given together.',
      ),
    )
  })

  test.each([
    ['ins-00000000', NO_SUCH_INSTANCE],
    ['ins-stopped1', inState('Stopped', /^Stopped instances/)],
    ['ins-busy0001', refusal('OperationDenied.InstanceOperationInProgress', /in progress/)],
  ])('%s', async (id, expected) => {
    expect(await room.call('StopInstances', { InstanceIds: ['ins-running1', id] })).toEqual(expected)
    expect(await room.instance('ins-running1')).toMatchObject({ InstanceState: 'RUNNING' })
  })
})

describe('behaviour', () => {
  test('STOPPING, then STOPPED, charged on', async () => {
    await room.ok('StopInstances', { InstanceIds })
    expect(await room.instance('ins-running1')).toMatchObject({ InstanceState: 'STOPPING' })
    expect(await room.call('StopInstances', { InstanceIds })).toEqual(inState('Stopping', /being shut down/))
    expect(await room.settled('ins-running1')).toMatchObject({
      ...{ InstanceState: 'STOPPED', StopChargingMode: 'KEEP_CHARGING', LatestOperation: 'StopInstances' },
    })
  })

  test('without charge, on request', async () => {
    const params = { InstanceIds: ['ins-running2'], ForceStop: 'true', StoppedMode: 'STOP_CHARGING' }
    await room.ok('StopInstances', params)
    expect(await room.settled('ins-running2')).toMatchObject({ StopChargingMode: 'STOP_CHARGING' })
  })
})
