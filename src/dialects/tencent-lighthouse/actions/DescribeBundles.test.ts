import { describe, expect, test } from 'vitest'

import { manyIds, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { DUPLICATED, lighthouseRoom, outside, tooMany } from '../test-support/lighthouse-room.ts'

const room = lighthouseRoom()

async function ids(params: object = {}, options = {}): Promise<string[]> {
  const { BundleSet } = await room.ok('DescribeBundles', { ...params, Limit: 100 }, options)
  return (BundleSet as { BundleId: string }[]).map(({ BundleId }) => BundleId)
}

function filter(Name: string, ...Values: string[]) {
  return { Filters: [{ Name, Values }] }
}

describe('parsing', () => {
  test.each([
    [{ BundleId: 'bundle_gen_03' }, unknown('BundleId')],
    [{ BundleIds: ['bundle_gen_03', 'bundle_gen_03'] }, DUPLICATED],
    [{ BundleIds: manyIds('bundle_', 101) }, tooMany('BundleIds')],
    [{ Limit: 0 }, outside('Limit')],
    [{ Limit: -1 }, refusal('InvalidParameterValue.Negative', /`Limit`/)],
    [filter('zone', 'x'), refusal('InvalidParameter.InvalidFilterNotSupportedName', /`zone`/)],
    [
      filter('bundle-id', '1', '2', '3', '4', '5', '6'),
      refusal('InvalidParameter.FilterValueLimitExceeded', /more than 5/),
    ],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DescribeBundles', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each([
    [
      { BundleIds: ['bundle_gen_03'], ...filter('bundle-id', 'bundle_gen_03') },
      refusal('InvalidParameter.ParameterConflict', /cannot be given together/),
    ],
    [{ BundleIds: ['bundle_gen_03', 'huge'] }, refusal('InvalidParameter.BundleIdNotFound', /bundle ID/)],
    [{ Zones: ['ap-tokyo-1'] }, refusal('InvalidParameterValue.InvalidZone', /zone/)],
    [
      filter('support-platform-type', 'MAC'),
      refusal('InvalidParameterValue.InvalidBlueprintPlatformType', /platform/),
    ],
    [filter('bundle-state', 'AVAILABLE'), outside('Filters')],
  ])('%j', async (params, expected) => {
    expect(await room.call('DescribeBundles', params)).toEqual(expected)
  })
})

describe('behaviour', () => {
  test('shows every documented field, with the documented price', async () => {
    const { TotalCount, BundleSet } = await room.ok('DescribeBundles', { BundleIds: ['bundle2022_gen_02'] })
    expect(TotalCount).toBe(1)
    const InstancePrice = {
      ...{ OriginalBundlePrice: 60, OriginalPrice: 60, Discount: 66.233333, DiscountPrice: 39.74 },
      Currency: 'CNY',
    }
    expect(BundleSet).toEqual([
      {
        ...{ BundleId: 'bundle2022_gen_02', CPU: 2, Memory: 2, MonthlyTraffic: 500, TrafficUnlimited: false },
        ...{ SystemDiskType: 'CLOUD_SSD', SystemDiskSize: 50, Price: { InstancePrice } },
        ...{ SupportLinuxUnixPlatform: true, SupportWindowsPlatform: true, InternetMaxBandwidthOut: 5 },
        ...{ InternetChargeType: 'TRAFFIC_POSTPAID_BY_HOUR', BundleSalesState: 'AVAILABLE' },
        ...{ BundleType: 'GENERAL_BUNDLE', BundleTypeDescription: 'General', BundleDisplayLabel: 'NORMAL' },
      },
    ])
    const chinese = await room.ok('DescribeBundles', {}, { language: 'zh-CN' })
    expect(chinese['BundleSet']).toContainEqual(
      expect.objectContaining({ BundleType: 'STARTER_BUNDLE', BundleTypeDescription: '入门型' }),
    )
  })

  test('a region has bundles of its own; a page of them', async () => {
    const mainland = await ids({ Zones: ['ap-guangzhou-3'] })
    const abroad = await ids({}, { region: 'ap-tokyo' })
    expect(mainland).toContain('bundle_starter_mc_med4_02')
    expect(mainland).not.toContain('bundle_starter_nmc_lin_med4_01')
    expect(abroad).toContain('bundle_starter_nmc_lin_med4_01')
    expect(abroad).not.toContain('bundle_starter_mc_med4_02')
    expect(await ids({ BundleIds: ['bundle_starter_nmc_lin_med4_01'] })).toEqual([])
    const { TotalCount, BundleSet } = await room.ok('DescribeBundles', { Offset: 2, Limit: 3 })
    expect(TotalCount).toBe(mainland.length)
    expect(BundleSet).toMatchObject(mainland.slice(2, 5).map((BundleId) => ({ BundleId })))
  })

  test('filters', async () => {
    const all = await ids()
    expect(await ids(filter('bundle-id', 'bundle_gen_03', 'other'))).toEqual(['bundle_gen_03'])
    expect(await ids(filter('support-platform-type', 'LINUX_UNIX'))).toEqual(all)
    expect(await ids(filter('support-platform-type', 'WINDOWS'))).not.toContain('bundle_bw_small1_1')
    expect(await ids(filter('bundle-type', 'RAZOR_SPEED_BUNDLE'))).toEqual(['bundle_rs_mc_med1_02'])
    expect(await ids(filter('bundle-state', 'ONLINE'))).toEqual(all)
    expect(await ids(filter('bundle-state', 'OFFLINE'))).toEqual([])
    expect(await ids(filter('tag-key', 'team'))).toEqual([])
  })

  test('what is listed as sold out cannot be bought, everything else can', async () => {
    const { BundleSet } = await room.ok('DescribeBundles', { Limit: 100 })
    for (const { BundleId, BundleSalesState } of BundleSet as Record<string, string>[]) {
      const { error } = await room.call('CreateInstances', {
        ...{ BundleId, BlueprintId: 'lhbp-mxml4cnq', InstanceChargePrepaid: { Period: 1 }, DryRun: true },
      })
      const expected = BundleSalesState === 'SOLD_OUT' ? 'ResourcesSoldOut.BundleSoldOut' : undefined
      expect(error?.Code).toBe(expected)
    }
  })
})
