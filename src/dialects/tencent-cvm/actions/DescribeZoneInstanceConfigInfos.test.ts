import { describe, expect, test } from 'vitest'

import { manyIds, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { cvmRoom } from '../test-support/cvm-room.ts'

const room = cvmRoom()

interface Offer {
  readonly Zone: string
  readonly InstanceType: string
  readonly InstanceChargeType: string
  readonly Cpu: number
  readonly Memory: number
}

async function filtered(filters: Record<string, string[]>): Promise<Offer[]> {
  const Filters = Object.entries(filters).map(([Name, Values]) => ({ Name, Values }))
  const answer = await room.ok('DescribeZoneInstanceConfigInfos', { Filters })
  return answer['InstanceTypeQuotaSet'] as Offer[]
}

describe('parsing', () => {
  test.each([
    [{ Limit: 1 }, unknown('Limit')],
    [{ Filters: [{ Name: 'tag-key', Values: ['a'] }] }, refusal('InvalidFilter', /`tag-key`/)],
    [
      { Filters: [{ Name: 'zone', Values: manyIds('z', 101) }] },
      refusal('InvalidFilterValue.LimitExceeded', /more than 100/),
    ],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DescribeZoneInstanceConfigInfos', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each([
    ['zone', 'ap-beijing-3', refusal('InvalidZone.MismatchRegion', /`ap-beijing-3`/)],
    ['instance-type', 'huge', refusal('InvalidInstanceType.Malformed', /`huge`/)],
    ['sort-keys', 'price:asc', refusal('InvalidFilter', /`price:asc`/)],
  ])('%s %s', async (Name, value, expected) => {
    const Filters = [{ Name, Values: [value] }]
    expect(await room.call('DescribeZoneInstanceConfigInfos', { Filters })).toEqual(expected)
  })
})

describe('behaviour', () => {
  test('every type in every zone, for both ways to pay', async () => {
    const all = await filtered({})
    const { InstanceTypeConfigSet } = await room.ok('DescribeInstanceTypeConfigs')
    expect(all).toHaveLength(2 * (InstanceTypeConfigSet as unknown[]).length)
    expect(new Set(all.map(({ Zone }) => Zone)).size).toBe(4)
  })

  test('one of them, whole', async () => {
    const one = { zone: ['ap-guangzhou-3'], 'instance-type': ['S5.2XLARGE16'] }
    const shared = {
      ...{ Zone: 'ap-guangzhou-3', InstanceType: 'S5.2XLARGE16', InstanceFamily: 'S5', Cpu: 8, Memory: 16 },
      ...{
        TypeName: 'Standard S5',
        CpuType: 'Intel Cascade Lake',
        Frequency: '2.5/3.1 GHz',
        NetworkCard: 25,
      },
      ...{ Gpu: 0, GpuCount: 0, Fpga: 0, InstanceBandwidth: 4, InstancePps: 80, StorageBlockAmount: 0 },
      ...{ Status: 'SELL', StatusCategory: 'EnoughStock', SoldOutReason: '', Remark: '' },
      Externals: { ReleaseAddress: false, UnsupportNetworks: ['BASIC'] },
      LocalDiskTypeList: [],
    }
    expect(await filtered(one)).toEqual([
      {
        ...{ ...shared, InstanceChargeType: 'PREPAID' },
        Price: { OriginalPrice: 691.2, DiscountPrice: 691.2, Discount: 100 },
      },
      {
        ...{ ...shared, InstanceChargeType: 'POSTPAID_BY_HOUR' },
        Price: { UnitPrice: 1.44, UnitPriceDiscount: 1.44, ChargeUnit: 'HOUR', Discount: 100 },
      },
    ])
    const postpaid = await filtered({ ...one, 'instance-charge-type': ['POSTPAID_BY_HOUR'] })
    expect(postpaid).toHaveLength(1)
    expect(await filtered({ 'instance-charge-type': ['SPOTPAID'] })).toEqual([])
    expect(await filtered({ 'instance-family': ['GN7'], zone: ['ap-guangzhou-3'] })).toMatchObject([
      { Gpu: 1, GpuCount: 1 },
      { Gpu: 1, GpuCount: 1 },
    ])
  })

  test('sorts by keys, the first first', async () => {
    const sizes = (offers: Offer[]) => offers.map(({ Cpu, Memory }) => [Cpu, Memory] as const)
    const sorted = sizes(await filtered({ 'sort-keys': ['cpu:desc', 'mem:asc'] }))
    expect(sorted).toEqual(sizes(await filtered({})).toSorted(([a, more], [b, less]) => b - a || more - less))
    expect(sorted[0]?.[0]).toBe(16)
    expect(sizes(await filtered({ 'sort-keys': ['mem:desc'] }))[0]?.[1]).toBe(128)
    expect(sizes(await filtered({ 'sort-keys': ['cpu:asc'] }))[0]?.[0]).toBe(1)
  })
})
