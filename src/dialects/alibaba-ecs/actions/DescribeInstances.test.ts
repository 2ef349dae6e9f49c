import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  invalid,
  missing,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  STRANGER,
  type TestWorld,
  textLike,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [{ name: 'k1' }, { name: 'k2' }],
    instances: [
      { id: 'i-a', name: 'web-1', keyPairs: ['k1'], zone: 'cn-hangzhou-g' },
      { id: 'i-b', name: 'web-2', state: 'stopped', zone: 'cn-hangzhou-h' },
      { id: 'i-c', name: 'db', state: 'rebooting', keyPairs: ['k1'] },
      { id: 'i-win', os: 'windows', ioOptimized: false },
      ...Array.from({ length: 25 }, (_, n) => ({ id: `i-s${n}`, region: 'cn-shanghai' })),
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function list(params: Record<string, string> = {}) {
  return world.call('DescribeInstances', { RegionId: REGION, ...params })
}

async function ids(params: Record<string, string>): Promise<string[]> {
  const { body } = await list(params)
  // The shape is asserted in `behaviour`.
  const { Instance } = body['Instances'] as { Instance: { InstanceId: string }[] }
  return Instance.map(({ InstanceId }) => InstanceId).toSorted()
}

describe('parsing', () => {
  it('refuses a call without a region', async () => {
    expect(refusal(await list({ RegionId: '' }))).toEqual(missing('RegionId'))
  })

  it.each([
    ['InstanceIds', 'i-a'],
    ['InstanceIds', '[1]'],
    ['PrivateIpAddresses', 'x'],
    ['Status', 'Gone'],
    ['MaxResults', 'x'],
    ['NextToken', 'nonsense'],
    ['PageNumber', '0'],
    ['IoOptimized', 'yes'],
  ])('refuses %s=%s', async (name, value) => {
    expect(refusal(await list({ [name]: value }))).toEqual(invalid(name))
  })

  it('refuses more than 100 ids', async () => {
    const many = JSON.stringify(Array.from({ length: 101 }, (_, n) => `i-${n}`))
    expect(refusal(await list({ InstanceIds: many }))).toEqual(invalid('InstanceIds'))
  })

  it('reads an empty filter as none', async () => {
    expect(await ids({ InstanceIds: '', KeyPairName: '' })).toHaveLength(4)
  })

  it('refuses a creation time of another form', async () => {
    const filter = { 'Filter.1.Key': 'CreationStartTime', 'Filter.1.Value': 'yesterday' }
    expect(refusal(await list(filter))).toEqual(invalid('Filter'))
  })
})

describe('refusals', () => {
  it('refuses an unknown region, a dry run and a user without policies', async () => {
    expect(refusal(await list({ RegionId: 'nowhere' }))).toEqual(REFUSALS.region)
    expect(refusal(await list({ DryRun: 'true' }))).toEqual(REFUSALS.dryRun)
    const reply = await world.call('DescribeInstances', { RegionId: REGION }, ALICE)
    expect(refusal(reply)).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('shows every field of an instance', async () => {
    const { status, body } = await list({ InstanceIds: '["i-a"]' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ TotalCount: 1, PageNumber: 1, PageSize: 10, NextToken: '' })
    const shown = await world.show('i-a')
    expect(shown).toMatchObject({
      InstanceId: 'i-a',
      InstanceName: 'web-1',
      RegionId: REGION,
      ZoneId: 'cn-hangzhou-g',
      Status: 'Running',
      KeyPairName: 'k1',
      OSType: 'linux',
      OSName: 'Alibaba Cloud Linux  3.2104 LTS 64 位',
      OSNameEn: 'Alibaba Cloud Linux  3.2104 LTS 64 bit',
      InstanceType: 'ecs.g6.large',
      InstanceTypeFamily: 'ecs.g6',
      Cpu: 2,
      Memory: 8192,
      IoOptimized: true,
      InstanceNetworkType: 'vpc',
      InstanceChargeType: 'PostPaid',
      ExpiredTime: '2099-12-31T15:59Z',
      StoppedMode: 'Not-applicable',
      CreationTime: textLike(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/),
      InnerIpAddress: { IpAddress: [] },
      EipAddress: { IpAddress: '', Bandwidth: 0 },
      OperationLocks: { LockReason: [] },
      Tags: { Tag: [] },
      NetworkInterfaces: {
        NetworkInterface: [{ MacAddress: textLike(/^00:16:3e(:[0-9a-f]{2}){3}$/) }],
      },
    })
    // Every field of the documented table. Source: spec/alibaba.md §2.9.
    expect(Object.keys(shown)).toEqual(expect.arrayContaining(FIELDS))
  })

  it('shows no pair, other states and Windows as they are', async () => {
    expect(await world.show('i-b')).toMatchObject({
      KeyPairName: '',
      Status: 'Stopped',
      StoppedMode: 'KeepCharging',
    })
    expect(await world.show('i-c')).toMatchObject({ Status: 'Starting' })
    expect(await world.show('i-win')).toMatchObject({ OSType: 'windows', IoOptimized: false })
  })

  it.each([
    [{ InstanceIds: '["i-a", "i-unknown", "i-s1"]' }, ['i-a']],
    [{ KeyPairName: 'k1' }, ['i-a', 'i-c']],
    [{ KeyPairName: 'k1', InstanceIds: '["i-a","i-b"]' }, ['i-a']],
    [{ KeyPairName: 'k2' }, []],
    [{ KeyPairName: 'nobody' }, []],
    [{ InstanceName: 'web-1' }, ['i-a']],
    [{ InstanceName: 'web*' }, ['i-a', 'i-b']],
    [{ InstanceName: '*-2' }, ['i-b']],
    [{ Status: 'Running' }, ['i-a', 'i-win']],
    [{ Status: 'Starting' }, ['i-c']],
    [{ ZoneId: 'cn-hangzhou-h' }, ['i-b']],
    [{ InstanceType: 'ecs.c6.large' }, []],
    [{ InstanceTypeFamily: 'ecs.g6' }, ['i-a', 'i-b', 'i-c', 'i-win']],
    [{ InstanceTypeFamily: 'ecs.g' }, []],
    [{ IoOptimized: 'false' }, ['i-win']],
    [{ InstanceNetworkType: 'classic' }, []],
    [{ InstanceChargeType: 'PrePaid' }, []],
    [{ SecurityGroupId: 'sg-bp1defaultsecuritygroup', InstanceName: 'db' }, ['i-c']],
    [{ SecurityGroupId: 'sg-other' }, []],
    [{ VSwitchId: 'vsw-other' }, []],
    [{ LockReason: 'security' }, []],
    [{ EipAddresses: '["1.2.3.4"]' }, []],
    [{ ResourceGroupId: 'rg-other' }, []],
    [{ 'Tag.1.Key': 'team' }, []],
    [{ 'Filter.1.Key': 'CreationStartTime', 'Filter.1.Value': '2099-01-01T00:00Z' }, []],
  ])('filters by %j', async (params, expected) => {
    expect(await ids(params as Record<string, string>)).toEqual(expected)
  })

  it('filters by what RunInstances was given', async () => {
    const RegionId = 'cn-beijing'
    const given = {
      ...{ ImageId: 'ubuntu_22_04_x64_20G_alibase_20240819.vhd', InstanceType: 'ecs.t6-c1m1.large' },
      ...{ SecurityGroupId: 'sg-1', VSwitchId: 'vsw-1', HttpTokens: 'required', HpcClusterId: 'hpc-1' },
      ...{ InternetChargeType: 'PayByBandwidth', InternetMaxBandwidthOut: '1', ResourceGroupId: 'rg-1' },
      ...{ 'Tag.1.Key': 'team', 'Tag.1.Value': 'web' },
    }
    const { body } = await world.call('RunInstances', { RegionId, ...given })
    const { InstanceIdSet } = body['InstanceIdSets'] as { InstanceIdSet: string[] }
    const { body: listed } = await list({ RegionId })
    // The shape is asserted above.
    const [shown] = (listed['Instances'] as { Instance: { PublicIpAddress: { IpAddress: string[] } }[] })
      .Instance
    const PublicIpAddresses = JSON.stringify(shown?.PublicIpAddress.IpAddress)
    for (const filter of [
      ...[{ VpcId: 'vpc-1' }, { VSwitchId: 'vsw-1' }, { ImageId: given.ImageId }, { PublicIpAddresses }],
      ...[{ InstanceTypeFamily: 'ecs.t6' }, { InstanceType: given.InstanceType }, { HttpTokens: 'required' }],
      ...[{ HttpEndpoint: 'enabled' }, { HpcClusterId: 'hpc-1' }, { InternetChargeType: 'PayByBandwidth' }],
      ...[
        { ResourceGroupId: 'rg-1' },
        { 'Tag.1.Key': 'team', 'Tag.1.Value': 'web' },
        { NeedSaleCycle: 'true' },
      ],
      ...[{ 'AdditionalAttributes.1': 'META_OPTIONS' }, { HttpPutResponseHopLimit: '1' }],
    ]) {
      expect([filter, await ids({ RegionId, ...filter } as Record<string, string>)]).toEqual([
        filter,
        InstanceIdSet,
      ])
    }
    for (const filter of [{ VpcId: 'vpc-2' }, { HttpTokens: 'optional' }, { InstanceTypeFamily: 'ecs.t' }]) {
      expect(await ids({ RegionId, ...filter })).toEqual([])
    }
  })

  it('goes on with the page size that came with the token', async () => {
    const RegionId = 'cn-shanghai'
    const { body } = await list({ RegionId, PageSize: '20' })
    const rest = await ids({ RegionId, PageSize: '20', NextToken: String(body['NextToken']) })
    expect(rest).toHaveLength(5)
    const { body: next } = await list({ RegionId, MaxResults: '12', PageNumber: '2', PageSize: '20' })
    expect(next).toMatchObject({ PageNumber: 1, PageSize: 12, NextToken: textLike(/./) })
  })

  it('finds an instance by its private address', async () => {
    const { VpcAttributes } = await world.show('i-b')
    // The shape is asserted above.
    const [address] = (VpcAttributes as { PrivateIpAddress: { IpAddress: string[] } }).PrivateIpAddress
      .IpAddress
    expect(await ids({ PrivateIpAddresses: JSON.stringify([address]) })).toEqual(['i-b'])
  })

  it('pages by number, cut to 100, without a token', async () => {
    const RegionId = 'cn-shanghai'
    const pages = [
      await ids({ RegionId, PageSize: '20', PageNumber: '1' }),
      await ids({ RegionId, PageSize: '20', PageNumber: '2' }),
      await ids({ RegionId, PageSize: '20', PageNumber: '3' }),
    ]
    expect(pages.map(({ length }) => length)).toEqual([20, 5, 0])
    expect(new Set(pages.flat()).size).toBe(25)
    const { body } = await list({ RegionId, PageNumber: '1', PageSize: '101' })
    expect(body).toMatchObject({ TotalCount: 25, PageSize: 100, NextToken: '' })
  })

  it.each([{ MaxResults: '10' }, { MaxResults: '1' }, {}])('pages by token for %j', async (first) => {
    const seen: string[] = []
    let NextToken = ''
    let pages = 0
    do {
      const params = { RegionId: 'cn-shanghai', ...first, ...(NextToken === '' ? {} : { NextToken }) }
      const { body } = await list(params)
      seen.push(...(await ids(params)))
      NextToken = String(body['NextToken'])
      pages += 1
    } while (NextToken !== '' && pages < 10)
    expect([pages, new Set(seen).size, seen.length]).toEqual([3, 25, 25])
  })

  it('shows nothing of another account', async () => {
    const { body } = await world.call('DescribeInstances', { RegionId: REGION, InstanceName: '*' }, STRANGER)
    expect(body).toMatchObject({ TotalCount: 0, Instances: { Instance: [] } })
  })

  it('repeats the element of a list in XML', async () => {
    const params = { RegionId: REGION, InstanceIds: '["i-a","i-b"]' }
    const { text } = await world.call('DescribeInstances', params, { form: 'v1-get', format: 'XML' })
    expect(text.match(/<Instance>/g)).toHaveLength(2)
    expect(text).toContain('<KeyPairName>k1</KeyPairName>')
  })
})

const FIELDS = (
  'InstanceId InstanceName Description HostName RegionId ZoneId Status KeyPairName ResourceGroupId ImageId OSType ' +
  'OSName OSNameEn InstanceType InstanceTypeFamily Cpu Memory IoOptimized GPUAmount GPUSpec InstanceNetworkType ' +
  'InstanceChargeType InternetChargeType InternetMaxBandwidthIn InternetMaxBandwidthOut CreationTime StartTime ' +
  'ExpiredTime AutoReleaseTime SerialNumber DeletionProtection DeviceAvailable Recyclable StoppedMode SaleCycle ISP ' +
  'VlanId ClusterId HpcClusterId DeploymentSetId SpotStrategy SpotPriceLimit SpotDuration SpotInterruptionBehavior ' +
  'CreditSpecification PublicIpAddress InnerIpAddress EipAddress VpcAttributes SecurityGroupIds Tags OperationLocks ' +
  'RdmaIpAddress NetworkInterfaces MetadataOptions DedicatedHostAttribute DedicatedInstanceAttribute ' +
  'EcsCapacityReservationAttr HibernationOptions CpuOptions ImageOptions AdditionalInfo'
).split(' ')
