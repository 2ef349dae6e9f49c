import { describe, expect, test } from 'vitest'

import { manyIds, refusal, STRANGER, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { cvmRoom, MALFORMED_INSTANCE, seededInstance, tooMany } from '../test-support/cvm-room.ts'

const room = cvmRoom(
  'instances:\n' +
    seededInstance('ins-running1') +
    seededInstance('ins-stopped1', 'state: stopped') +
    seededInstance('ins-rescue01', 'state: rescue'),
)

describe('parsing', () => {
  test.each([
    [{ Filters: [] as unknown[], Colour: 1 }, unknown('Colour')],
    [{ Filters: [{ Name: 'zone', Values: ['x'] }] }, unknown('Filters')],
    [{ InstanceIds: ['ins-1122'] }, MALFORMED_INSTANCE],
    [{ InstanceIds: manyIds('ins-', 101) }, tooMany('InstanceIds')],
    [{ Limit: 0 }, refusal('InvalidParameterValue', /`Limit`/)],
    [{ Offset: -1 }, refusal('InvalidParameterValue', /`Offset`/)],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DescribeInstancesStatus', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test('a region that does not exist', async () => {
    expect(await room.call('DescribeInstancesStatus', {}, { region: 'ap-atlantis' })).toEqual(
      refusal('InvalidParameterValue', /X-TC-Region/),
    )
  })
})

describe('behaviour', () => {
  test('tells the states, of those named or of all; unknown ones are absent', async () => {
    const all = await room.ok('DescribeInstancesStatus')
    expect(all['TotalCount']).toBe(3)
    const named = { InstanceIds: ['ins-stopped1', 'ins-00000000', 'ins-rescue01'] }
    const { TotalCount, InstanceStatusSet } = await room.ok('DescribeInstancesStatus', named)
    expect(TotalCount).toBe(2)
    expect((InstanceStatusSet as { InstanceId: string }[]).toSorted(byId)).toEqual([
      { InstanceId: 'ins-rescue01', InstanceState: 'RESCUE_MODE' },
      { InstanceId: 'ins-stopped1', InstanceState: 'STOPPED' },
    ])
  })

  test('pages with the count of all', async () => {
    const { TotalCount, InstanceStatusSet } = await room.ok('DescribeInstancesStatus', {
      ...{ Offset: 2, Limit: 2 },
    })
    expect(TotalCount).toBe(3)
    expect(InstanceStatusSet).toHaveLength(1)
  })

  test("shows no region's and no account's but the caller's", async () => {
    const empty = { TotalCount: 0, InstanceStatusSet: [] }
    expect(await room.ok('DescribeInstancesStatus', {}, { signer: STRANGER })).toMatchObject(empty)
    expect(await room.ok('DescribeInstancesStatus', {}, { region: 'ap-beijing' })).toMatchObject(empty)
  })
})

function byId(left: { InstanceId: string }, right: { InstanceId: string }): number {
  return left.InstanceId < right.InstanceId ? -1 : 1
}
