import { describe, expect, test } from 'vitest'

import { refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { cvmRoom } from '../test-support/cvm-room.ts'

const room = cvmRoom()

interface Config {
  readonly Zone: string
  readonly InstanceFamily: string
  readonly InstanceType: string
}

async function filtered(...Filters: { Name: string; Values: string[] }[]): Promise<Config[]> {
  const { InstanceTypeConfigSet } = await room.ok('DescribeInstanceTypeConfigs', { Filters })
  return InstanceTypeConfigSet as Config[]
}

describe('parsing', () => {
  test.each([
    [{ Limit: 1 }, unknown('Limit')],
    [{ Filters: [{ Name: 'tag-key', Values: ['a'] }] }, refusal('InvalidFilter', /`tag-key`/)],
    [{ Filters: [{ Name: 'tag:team', Values: ['a'] }] }, refusal('InvalidFilter', /`tag:team`/)],
    [
      { Filters: [{ Name: 'instance-family', Values: ['S5', 'S6'] }] },
      refusal('InvalidFilterValue.LimitExceeded', /more than 1/),
    ],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DescribeInstanceTypeConfigs', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each([
    ['zone', 'ap-beijing-3', refusal('InvalidZone.MismatchRegion', /`ap-beijing-3`/)],
    ['instance-type', 'huge', refusal('InvalidInstanceType.Malformed', /`huge`/)],
  ])('%s %s', async (Name, value, expected) => {
    const Filters = [{ Name, Values: [value] }]
    expect(await room.call('DescribeInstanceTypeConfigs', { Filters })).toEqual(expected)
  })
})

describe('behaviour', () => {
  test('every type of every zone, without a count', async () => {
    const answer = await room.ok('DescribeInstanceTypeConfigs')
    expect(Object.keys(answer).toSorted()).toEqual(['InstanceTypeConfigSet', 'RequestId'])
    const all = await filtered()
    expect(new Set(all.map(({ Zone }) => Zone)).size).toBe(4)
    expect(new Set(all.map(({ InstanceFamily }) => InstanceFamily)).size).toBeGreaterThan(5)
  })

  test('filters by zone, family and type; numbers are numbers', async () => {
    const zone = { Name: 'zone', Values: ['ap-guangzhou-3'] }
    expect(await filtered(zone, { Name: 'instance-type', Values: ['S5.2XLARGE16'] })).toEqual([
      {
        ...{ Zone: 'ap-guangzhou-3', InstanceType: 'S5.2XLARGE16', InstanceFamily: 'S5' },
        ...{ CPU: 8, Memory: 16, GPU: 0, FPGA: 0, GpuCount: 0 },
      },
    ])
    const [gpu] = await filtered(zone, { Name: 'instance-family', Values: ['GN7'] })
    expect(gpu).toMatchObject({ GPU: 1, GpuCount: 1 })
    expect(await filtered({ Name: 'instance-family', Values: ['X9'] })).toEqual([])
  })
})
