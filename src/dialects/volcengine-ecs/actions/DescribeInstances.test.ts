import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  like,
  listed,
  malformed,
  refusal,
  REFUSALS,
  rowsOf,
  startWorld,
  STRANGER,
  type TestWorld,
  tooMany,
} from '../test-support/test-world.ts'

let world: TestWorld
let first: Readonly<Record<string, unknown>>

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [
      { id: 'kp-one', name: 'one' },
      { id: 'kp-two', name: 'two' },
    ],
    instances: [
      { id: 'i-a', name: 'web-a', keyPairs: ['one'] },
      { id: 'i-b', name: 'web-b', state: 'stopped', stoppedMode: 'stop-charging', zone: 'cn-beijing-b' },
      { id: 'i-c', name: 'db', os: 'windows', state: 'terminating' },
      { id: 'i-south', region: 'cn-guangzhou' },
    ],
  })
  first = await world.show('i-a')
})
afterAll(() => world[Symbol.asyncDispose]())

type Params = Readonly<Record<string, string>>

async function ids(params: Params): Promise<string[]> {
  const rows = rowsOf(await world.call('DescribeInstances', params), 'Instances')
  return rows.map(({ InstanceId }) => String(InstanceId)).toSorted()
}

describe('parsing', () => {
  test.each<[string, Params, string[]]>([
    ['nothing', {}, ['i-a', 'i-b', 'i-c']],
    ['ids', listed('InstanceIds', ['i-b', 'i-none', 'i-south']), ['i-b']],
    [
      'page numbers, which mean nothing',
      { 'InstanceIds.1': 'i-a', PageSize: '20', PageNumber: '1' },
      ['i-a'],
    ],
    ['a part of the name', { InstanceName: 'web' }, ['i-a', 'i-b']],
    ['a pair', { KeyPairName: 'one' }, ['i-a']],
    ['a pair that is bound to nothing', { KeyPairName: 'two' }, []],
    ['a pair that does not exist', { KeyPairName: 'on' }, []],
    ['a status', { Status: 'STOPPED' }, ['i-b']],
    ['a status nothing has', { Status: 'SLEEPING' }, []],
    ['a zone', { ZoneId: 'cn-beijing-b' }, ['i-b']],
    ['types', listed('InstanceTypes', ['ecs.g3i.large', 'x']), ['i-a', 'i-b', 'i-c']],
    ['two lists of types', { 'InstanceTypes.1': 'ecs.g3i.large', 'InstanceTypeIds.1': 'x' }, []],
    ['a family', { 'InstanceTypeFamilies.1': 'ecs.g3i' }, ['i-a', 'i-b', 'i-c']],
    ['another family', { 'InstanceTypeFamilies.1': 'ecs.g3' }, []],
    ['a charge type', { InstanceChargeType: 'PrePaid' }, []],
    ['the project', { ProjectName: 'default' }, ['i-a', 'i-b', 'i-c']],
    ['a host that nothing is on', { DedicatedHostId: 'dh-1' }, []],
    ['a tag', { 'TagFilters.1.Key': 'none' }, []],
    ['a network', { VpcId: 'vpc-none' }, []],
  ])('filters by %s', async (_name, params, expected) => {
    expect(await ids(params)).toEqual(expected)
  })

  test('filters by what it shows', async () => {
    const { VpcId } = first
    const [network] = first['NetworkInterfaces'] as { PrimaryIpAddress: string }[]
    const { IpAddress } = first['EipAddress'] as { IpAddress: string }
    expect(await ids({ VpcId: String(VpcId) })).toEqual(['i-a', 'i-b', 'i-c'])
    expect(await ids({ PrimaryIpAddress: network?.PrimaryIpAddress ?? '' })).toEqual(['i-a'])
    expect(await ids({ 'EipAddresses.1': IpAddress })).toEqual(['i-a'])
  })
})

describe('refusals', () => {
  const many = listed(
    'InstanceIds',
    Array.from({ length: 101 }, (_, place) => `i-${place}`),
  )

  test.each<[string, Params, readonly unknown[]]>([
    ['101 ids', many, tooMany('InstanceIds')],
    ['too many rows', { MaxResults: '101' }, REFUSALS.argument],
    ['a token that is none', { NextToken: 'x' }, malformed('NextToken')],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await world.call('DescribeInstances', params))).toEqual(expected)
  })

  test('a user without a policy; another account sees nothing', async () => {
    expect(refusal(await world.call('DescribeInstances', {}, ALICE))).toEqual(
      denied('DescribeInstances', 'instance/*'),
    )
    const reply = await world.call('DescribeInstances', { 'InstanceIds.1': 'i-a' }, STRANGER)
    expect(reply.result).toEqual({ Instances: [], NextToken: '', TotalCount: 0 })
  })
})

describe('behaviour', () => {
  test('shows every documented field with its type', () => {
    expect(first).toMatchObject({
      InstanceId: 'i-a',
      InstanceName: 'web-a',
      Description: '',
      HostName: 'web-a',
      Hostname: 'web-a',
      Status: 'RUNNING',
      StoppedMode: '',
      KeyPairId: 'kp-one',
      KeyPairName: 'one',
      ProjectName: 'default',
      InstanceTypeId: 'ecs.g3i.large',
      Cpus: 2,
      MemorySize: 8192,
      CpuOptions: { CoreCount: 1, ThreadsPerCore: 2, TopologyType: '' },
      ImageId: like(/^image-[0-9a-z]{20}$/),
      OsName: like(/./),
      OsType: 'Linux',
      ZoneId: 'cn-beijing-a',
      Uuid: like(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      InstanceChargeType: 'PostPaid',
      SpotStrategy: 'NoSpot',
      SpotPriceLimit: 0,
      CreatedAt: like(/\+08:00$/),
      ExpiredAt: '',
      DeploymentSetGroupNumber: 0,
      ElasticScheduledInstanceType: 'NoEsi',
      DeletionProtection: false,
      MetadataOptions: { HttpTokens: 'optional' },
      Tags: [],
    })
    expect(first['Volumes']).toEqual([{ VolumeId: 'vol-a' }])
    expect(first['EipAddress']).toEqual({
      AllocationId: 'eip-a',
      IpAddress: like(/^127\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.\d+\.\d+$/),
    })
    expect(first['NetworkInterfaces']).toEqual([
      {
        NetworkInterfaceId: 'eni-a',
        Type: 'primary',
        VpcId: first['VpcId'],
        SubnetId: like(/./),
        PrimaryIpAddress: like(/./),
        MacAddress: like(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/),
        Ipv6Addresses: [],
        SecurityGroupIds: [like(/./)],
      },
    ])
  })

  test('unbound pairs are empty texts; states have their words', async () => {
    expect(await world.show('i-b')).toMatchObject({
      KeyPairId: '',
      KeyPairName: '',
      Status: 'STOPPED',
      StoppedMode: 'StopCharging',
    })
    expect(await world.show('i-c')).toMatchObject({ Status: 'DELETING', OsType: 'Windows' })
  })

  test('pages until the token is empty, each instance once; the total is always there', async () => {
    const seen: string[] = []
    let token = ''
    do {
      const reply = await world.call('DescribeInstances', { MaxResults: '2', NextToken: token })
      seen.push(...rowsOf(reply, 'Instances').map(({ InstanceId }) => String(InstanceId)))
      expect(reply.result?.['TotalCount']).toBe(3)
      token = String(reply.result?.['NextToken'])
    } while (token !== '')
    expect(seen.toSorted()).toEqual(['i-a', 'i-b', 'i-c'])
  })
})
