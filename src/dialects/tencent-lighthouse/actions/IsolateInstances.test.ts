import { expect, test } from 'vitest'

import { like } from '../../kit/tencent/test-support/test-room.ts'
import { seededInstance, WRONG_STATE } from '../test-support/lighthouse-room.ts'
import { describePowerBatch } from '../test-support/power-batch.ts'

const room = describePowerBatch({
  action: 'IsolateInstances',
  ready: 'running',
  wrong: 'shutdown',
  limit: 20,
  more: seededInstance('lhins-stopped1', 'state: stopped'),
  passing: 'STOPPING',
  last: 'SHUTDOWN',
})

test('a stopped instance is isolated as well', async () => {
  await room.ok('IsolateInstances', { InstanceIds: ['lhins-stopped1'], IsolateDataDisk: 'false' })
  expect(await room.settled('lhins-stopped1')).toMatchObject({
    ...{ InstanceState: 'SHUTDOWN', LatestOperationState: 'SUCCESS' },
  })
})

test('an isolated instance stays listed, with the time, and can only be terminated', async () => {
  const isolated = await room.instance('lhins-ready001')
  expect(isolated).toMatchObject({ IsolatedTime: like(/Z$/) })
  expect(await room.instance('lhins-busy0001')).toMatchObject({ IsolatedTime: null })
  expect(await room.call('StartInstances', { InstanceIds: ['lhins-ready001'] })).toEqual(WRONG_STATE)
})
