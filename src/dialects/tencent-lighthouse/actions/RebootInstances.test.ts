import { describe, expect, test } from 'vitest'

import { manyIds, missing, unknown } from '../../kit/tencent/test-support/test-room.ts'
import {
  BUSY,
  CREATING,
  DUPLICATED,
  lighthouseRoom,
  MALFORMED_INSTANCE,
  NO_SUCH_INSTANCE,
  outside,
  seededInstance,
  tooMany,
  WRONG_STATE,
} from '../test-support/lighthouse-room.ts'

const room = lighthouseRoom(
  'instances:\n' +
    seededInstance('lhins-ready001', 'state: running') +
    seededInstance('lhins-wrong001', 'state: stopped') +
    seededInstance('lhins-pending1', 'state: pending') +
    seededInstance('lhins-busy0001', 'state: running, busy: true'),
)

const InstanceIds = ['lhins-ready001']

describe('parsing', () => {
  test.each([
    [{}, missing('InstanceIds')],
    [{ InstanceIds, ForceStop: true }, unknown('ForceStop')],
    [{ InstanceIds: ['lhins-1122'] }, MALFORMED_INSTANCE],
    [{ InstanceIds: [...InstanceIds, ...InstanceIds] }, DUPLICATED],
    [{ InstanceIds: manyIds('lhins-', 101) }, tooMany('InstanceIds')],
    [{ InstanceIds, StopType: 'NOW' }, outside('StopType')],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('RebootInstances', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each([
    ['lhins-00000000', NO_SUCH_INSTANCE],
    ['lhins-wrong001', WRONG_STATE],
    ['lhins-pending1', CREATING],
    ['lhins-busy0001', BUSY],
  ])('%s, and nothing of the batch has changed', async (id, expected) => {
    const before = await room.instance('lhins-ready001')
    expect(await room.call('RebootInstances', { InstanceIds: [...InstanceIds, id] })).toEqual(expected)
    expect(await room.instance('lhins-ready001')).toEqual(before)
  })
})

describe('behaviour', () => {
  test('REBOOTING, then RUNNING', async () => {
    const { RequestId } = await room.ok('RebootInstances', { InstanceIds })
    const latest = { LatestOperation: 'RebootInstances', LatestOperationRequestId: RequestId }
    expect(await room.instance('lhins-ready001')).toMatchObject({
      ...{ InstanceState: 'REBOOTING', LatestOperationState: 'OPERATING', ...latest },
    })
    expect(await room.settled('lhins-ready001')).toMatchObject({
      ...{ InstanceState: 'RUNNING', LatestOperationState: 'SUCCESS', ...latest },
    })
  })
})
