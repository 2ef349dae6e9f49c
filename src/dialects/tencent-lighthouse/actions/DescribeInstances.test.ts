import { describe, expect, test } from 'vitest'

import { manyIds, refusal, STRANGER, unknown, like } from '../../kit/tencent/test-support/test-room.ts'
import {
  DUPLICATED,
  lighthouseRoom,
  MALFORMED_INSTANCE,
  outside,
  seededInstance,
  seededKeyPair,
  tooMany,
} from '../test-support/lighthouse-room.ts'

const room = lighthouseRoom(
  'keyPairs:\n' +
    seededKeyPair('lhkp-aaaaaaaa', 'a', 1) +
    'instances:\n' +
    seededInstance('lhins-web00001', 'name: web-1, zone: ap-guangzhou-3, keyPairs: [a]') +
    seededInstance('lhins-web00002', 'name: web-2, zone: ap-guangzhou-4, state: stopped') +
    seededInstance('lhins-aagone01', 'name: gone, state: shutdown') +
    seededInstance('lhins-win00001', 'name: win, os: windows') +
    seededInstance('lhins-tokyo001', 'name: far', 'ap-tokyo'),
)

async function ids(params: object, options = {}): Promise<string[]> {
  const { InstanceSet } = await room.ok('DescribeInstances', { ...params }, options)
  return (InstanceSet as { InstanceId: string }[]).map(({ InstanceId }) => InstanceId)
}

describe('parsing', () => {
  test.each([
    [{ Id: 'x' }, unknown('Id')],
    [{ InstanceIds: ['lhins-1122'] }, MALFORMED_INSTANCE],
    [{ InstanceIds: ['lhins-web00001', 'lhins-web00001'] }, DUPLICATED],
    [{ InstanceIds: manyIds('lhins-', 101) }, tooMany('InstanceIds')],
    [{ Limit: 101 }, outside('Limit')],
    [{ Limit: 0 }, outside('Limit')],
    [{ Offset: -1 }, refusal('InvalidParameterValue.Negative', /`Offset`/)],
    [{ OrderField: 'AGE' }, outside('OrderField')],
    [
      { Filters: [{ Name: 'colour', Values: ['red'] }] },
      refusal('InvalidParameter.InvalidFilterNotSupportedName', /`colour`/),
    ],
    [
      { Filters: [{ Name: 'zone', Values: manyIds('', 101) }] },
      refusal('InvalidParameter.FilterValueLimitExceeded', /more than 100/),
    ],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DescribeInstances', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  const filter = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] })
  test.each([
    [filter('zone', 'ap-guangzhou-3', 'here'), refusal('InvalidParameterValue.InvalidZone', /zone/)],
    [filter('public-ip-address', 'web'), refusal('InvalidParameterValue.InvalidIpFormat', /IP address/)],
    [filter('private-ip-address', '10.0.0'), refusal('InvalidParameterValue.InvalidIpFormat', /IP address/)],
    [
      { InstanceIds: ['lhins-web00001'], Filters: [{ Name: 'zone', Values: ['ap-guangzhou-3'] }] },
      refusal('InvalidParameter.ParameterConflict', /cannot be given together/),
    ],
    [{ Order: 'ASC' }, refusal('MissingParameter.OrderFieldRequired', /`OrderField` is required/)],
  ])('%j', async (params, expected) => {
    expect(await room.call('DescribeInstances', params)).toEqual(expected)
  })
})

describe('behaviour', () => {
  test('shows every documented field', async () => {
    const instance = await room.instance('lhins-web00001')
    expect(instance).toEqual({
      InstanceId: 'lhins-web00001',
      InstanceName: 'web-1',
      BundleId: 'bundle_gen_03',
      BlueprintId: 'lhbp-f1lkcd41',
      Zone: 'ap-guangzhou-3',
      ...{ CPU: 2, Memory: 4 },
      OsName: 'TencentOS Server 3.1 (TK4)',
      Platform: 'TENCENTOS',
      PlatformType: 'LINUX_UNIX',
      InstanceChargeType: 'PREPAID',
      SystemDisk: {
        ...{ DiskType: 'CLOUD_SSD', DiskSize: 60 },
        DiskId: like(/^lhdisk-[0-9a-z]{8}$/),
      },
      PrivateAddresses: [like(/^10\./)],
      PublicAddresses: [like(/^127\.64\./)],
      InternetAccessible: {
        InternetChargeType: 'TRAFFIC_POSTPAID_BY_HOUR',
        InternetMaxBandwidthOut: 5,
        PublicIpAssigned: true,
      },
      PublicIpv6Addresses: [],
      SupportIpv6Detail: { IsSupport: false, Detail: 'REGION_NOT_SUPPORT', Message: '' },
      RenewFlag: 'NOTIFY_AND_MANUAL_RENEW',
      LoginSettings: { KeyIds: ['lhkp-aaaaaaaa'] },
      Tags: [],
      InstanceState: 'RUNNING',
      InstanceRestrictState: 'NORMAL',
      Uuid: like(/^[0-9a-f-]{36}$/),
      ...{ LatestOperation: 'CreateInstances', LatestOperationState: 'SUCCESS' },
      LatestOperationRequestId: instance['Uuid'],
      LatestOperationStartedTime: like(/Z$/),
      CreatedTime: like(/Z$/),
      ExpiredTime: like(/Z$/),
      IsolatedTime: null,
    })
    expect(await room.instance('lhins-win00001')).toMatchObject({
      ...{ PlatformType: 'WINDOWS', Platform: 'WINDOWS', LoginSettings: { KeyIds: [] } },
    })
  })

  test('isolated instances come first; pages go over both parts', async () => {
    const all = await ids({})
    expect(all).toEqual(['lhins-aagone01', 'lhins-win00001', 'lhins-web00002', 'lhins-web00001'])
    const pages = [await ids({ Limit: 1 }), await ids({ Offset: 1, Limit: 2 }), await ids({ Offset: 3 })]
    expect(pages.flat()).toEqual(all)
    expect(await room.ok('DescribeInstances', { Limit: 1 })).toMatchObject({ TotalCount: 4 })
  })

  test('a region, an account; an unknown id is absent', async () => {
    expect(await ids({}, { region: 'ap-tokyo' })).toEqual(['lhins-tokyo001'])
    expect(await ids({}, { signer: STRANGER })).toEqual([])
    expect(await ids({ InstanceIds: ['lhins-00000000', 'lhins-web00001'] })).toEqual(['lhins-web00001'])
  })

  test('filters', async () => {
    const filtered = (Name: string, ...Values: string[]) => ids({ Filters: [{ Name, Values }] })
    expect(await filtered('instance-name', 'web')).toHaveLength(2)
    expect(await filtered('zone', 'ap-guangzhou-4')).toEqual(['lhins-web00002'])
    expect(await filtered('instance-state', 'SHUTDOWN')).toEqual(['lhins-aagone01'])
    expect(await filtered('instance-state', 'STOPPED', 'SHUTDOWN')).toHaveLength(2)
    expect(await filtered('bundle-id', 'bundle_gen_03')).toHaveLength(4)
    expect(await filtered('bundle-id', 'bundle_other')).toEqual([])
    expect(await filtered('zone', 'ap-tokyo-1')).toEqual([])
    expect(await filtered('tag-key', 'team', 'none')).toEqual([])
    const { PublicAddresses } = await room.instance('lhins-web00001')
    expect(await filtered('public-ip-address', ...(PublicAddresses as string[]))).toEqual(['lhins-web00001'])
  })

  test('filters by tags: keys, values, one key with its values', async () => {
    const made: string[] = []
    for (const [Key, Value] of [
      ['team', 'a'],
      ['team', 'b'],
      ['owner', 'a'],
    ]) {
      const { InstanceIdSet } = await room.ok(
        'CreateInstances',
        {
          ...{ BundleId: 'bundle_gen_03', BlueprintId: 'lhbp-mxml4cnq', Tags: [{ Key, Value }] },
          InstanceChargePrepaid: { Period: 1 },
        },
        { region: 'ap-seoul' },
      )
      made.push(...(InstanceIdSet as string[]))
    }
    const [a, b, c] = made
    const filtered = async (Name: string, ...Values: string[]) =>
      new Set(await ids({ Filters: [{ Name, Values }] }, { region: 'ap-seoul' }))
    expect(await filtered('tag-key', 'team')).toEqual(new Set([a, b]))
    expect(await filtered('tag-value', 'a')).toEqual(new Set([a, c]))
    expect(await filtered('tag:team', 'b', 'c')).toEqual(new Set([b]))
  })

  test('by the time until which they are paid', async () => {
    for (const Period of [24, 1]) {
      const { InstanceIdSet } = await room.ok(
        'CreateInstances',
        {
          ...{ BundleId: 'bundle_gen_03', BlueprintId: 'lhbp-mxml4cnq', InstanceName: `m${Period}` },
          InstanceChargePrepaid: { Period },
        },
        { region: 'ap-tokyo' },
      )
      expect(InstanceIdSet).toHaveLength(1)
    }
    const named = async (params: object) => {
      const { InstanceSet } = await room.ok('DescribeInstances', { ...params }, { region: 'ap-tokyo' })
      return (InstanceSet as { InstanceName: string }[]).map(({ InstanceName }) => InstanceName)
    }
    expect(await named({ OrderField: 'EXPIRED_TIME' })).toEqual(['m1', 'far', 'm24'])
    expect(await named({ OrderField: 'EXPIRED_TIME', Order: 'DESC', Limit: 1 })).toEqual(['m24'])
  })
})
