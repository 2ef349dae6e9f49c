import { describe, expect, test } from 'vitest'

import { manyIds, missing, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import {
  BUSY,
  CREATING,
  DUPLICATED,
  lighthouseRoom,
  MALFORMED_INSTANCE,
  NO_SUCH_INSTANCE,
  seededInstance,
  tooMany,
} from '../test-support/lighthouse-room.ts'

const room = lighthouseRoom(
  'instances:\n' +
    seededInstance('lhins-running1', 'name: first') +
    seededInstance('lhins-stopped1', 'name: second, state: stopped') +
    seededInstance('lhins-isolated', 'state: shutdown') +
    seededInstance('lhins-pending1', 'state: pending') +
    seededInstance('lhins-busy0001', 'busy: true') +
    seededInstance('lhins-stopping', 'state: stopping'),
)

const InstanceIds = ['lhins-running1']
const InstanceName = 'renamed'

describe('parsing', () => {
  test.each([
    [{ InstanceName }, missing('InstanceIds')],
    [{ InstanceIds }, missing('InstanceName')],
    [{ InstanceIds, InstanceName: '' }, missing('InstanceName')],
    [{ InstanceIds, InstanceName, HostName: 'x' }, unknown('HostName')],
    [{ InstanceIds: ['lhins-1122'], InstanceName }, MALFORMED_INSTANCE],
    [{ InstanceIds: [...InstanceIds, ...InstanceIds], InstanceName }, DUPLICATED],
    [{ InstanceIds: manyIds('lhins-', 101), InstanceName }, tooMany('InstanceIds')],
    [
      { InstanceIds, InstanceName: 'n'.repeat(61) },
      refusal('InvalidParameterValue.InstanceNameTooLong', /60/),
    ],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('ModifyInstancesAttribute', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each([
    ['lhins-00000000', NO_SUCH_INSTANCE],
    ['lhins-pending1', CREATING],
    ['lhins-busy0001', BUSY],
    ['lhins-stopping', BUSY],
  ])('%s: none of the call is renamed', async (id, expected) => {
    const params = { InstanceIds: [...InstanceIds, id], InstanceName: 'wrong' }
    expect(await room.call('ModifyInstancesAttribute', params)).toEqual(expected)
    expect((await room.instance('lhins-running1'))['InstanceName']).not.toBe('wrong')
  })
})

describe('behaviour', () => {
  test('renames in whatever state at rest; the newest operation has succeeded at once', async () => {
    const ids = ['lhins-running1', 'lhins-stopped1', 'lhins-isolated']
    const longest = '名'.repeat(60)
    const { RequestId } = await room.ok('ModifyInstancesAttribute', {
      InstanceIds: ids,
      InstanceName: longest,
    })
    for (const [id, InstanceState] of [
      ['lhins-running1', 'RUNNING'],
      ['lhins-stopped1', 'STOPPED'],
      ['lhins-isolated', 'SHUTDOWN'],
    ] as const) {
      expect(await room.instance(id)).toMatchObject({
        ...{ InstanceState, InstanceName: longest, LatestOperation: 'ModifyInstancesAttribute' },
        ...{ LatestOperationState: 'SUCCESS', LatestOperationRequestId: RequestId },
      })
    }
  })
})
