import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

import type { Shown } from '../../../kit/test-support/room-world.ts'
import type { Params } from '../../test-support/signed-call.ts'
import {
  ALICE,
  like,
  listed,
  malformed,
  refusal,
  REFUSALS,
  rowsOf,
  startWorld,
  type TestWorld,
  tooMany,
} from '../../test-support/test-world.ts'
import { PATIENCE } from '../../../../../tests/patience.ts'

const VPC = { service: 'vpc' }

let world: TestWorld
let shown: Shown
let interfaces: readonly Shown[]

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [{ id: 'kp-one', name: 'one' }],
    instances: [{ id: 'i-seeded' }],
  })
  const run = await world.call('RunInstances', {
    ...{ ZoneId: 'cn-beijing-b', ImageId: 'image-ybubuntu2404lts0x640', InstanceType: 'ecs.g3i.large' },
    ...{ InstanceName: 'web', KeyPairName: 'one', ProjectName: 'shop', 'Volumes.1.VolumeType': 'ESSD_PL0' },
    'NetworkInterfaces.1.SubnetId': 'subnet-1',
    'NetworkInterfaces.1.SecurityGroupIds.1': 'sg-1',
    'NetworkInterfaces.1.PrimaryIpAddress': '192.168.0.7',
    'NetworkInterfaces.2.SubnetId': 'subnet-2',
    'NetworkInterfaces.2.SecurityGroupIds.1': 'sg-2',
  })
  const [id = ''] = rowsOf(run, 'InstanceIds').map(String)
  shown = await world.show(id)
  // A list of objects; anything else shows as a failed test.
  interfaces = shown['NetworkInterfaces'] as readonly Shown[]
})
afterAll(() => world[Symbol.asyncDispose]())

const ask = (params: Params) => world.call('DescribeNetworkInterfaces', params, VPC)
const idAt = (place: number) => String(interfaces[place]?.['NetworkInterfaceId'])

async function groups(params: Params): Promise<string[]> {
  const rows = rowsOf(await ask(params), 'NetworkInterfaceSets')
  return rows.map(({ SecurityGroupIds }) => String(SecurityGroupIds)).toSorted()
}

describe('parsing', () => {
  const seeded = 'sg-ybdefault00000000sg01'

  test.each<[string, () => Params, string[]]>([
    ['nothing', () => ({}), ['sg-1', 'sg-2', seeded]],
    [
      'ids counted from 0, as Terraform sends them',
      () => ({
        'NetworkInterfaceIds.0': idAt(0),
        'NetworkInterfaceIds.1': idAt(1),
        MaxResults: '100',
      }),
      ['sg-1', 'sg-2'],
    ],
    ['ids counted from 1', () => listed('NetworkInterfaceIds', [idAt(1), 'eni-none']), ['sg-2']],
    ['the instance', () => ({ InstanceId: String(shown['InstanceId']) }), ['sg-1', 'sg-2']],
    ['the type', () => ({ Type: 'secondary' }), ['sg-2']],
    ['the subnet', () => ({ SubnetId: 'subnet-1' }), ['sg-1']],
    ['the VPC', () => ({ VpcId: 'vpc-1' }), ['sg-1', 'sg-2']],
    ['the zone', () => ({ ZoneId: 'cn-beijing-b' }), ['sg-1', 'sg-2']],
    ['the group', () => ({ SecurityGroupId: seeded }), [seeded]],
    ['the project', () => ({ ProjectName: 'shop' }), ['sg-1', 'sg-2']],
    [
      'the address',
      () => ({ 'PrimaryIpAddresses.1': String(interfaces[0]?.['PrimaryIpAddress']) }),
      ['sg-1'],
    ],
    ['the status', () => ({ Status: 'Available' }), []],
    ['an IPv6 address', () => ({ 'Ipv6Addresses.1': '::1' }), []],
    ['a tag', () => ({ 'TagFilters.1.Key': 'a' }), []],
  ])('filters by %s', async (_name, params, expected) => {
    expect(await groups(params())).toEqual(expected)
  })

  test('pages by token, or by number', async () => {
    const first = await ask({ MaxResults: '2' })
    const rest = await ask({ MaxResults: '2', NextToken: String(first.result?.['NextToken']) })
    expect([first, rest].map((page) => rowsOf(page, 'NetworkInterfaceSets').length)).toEqual([2, 1])
    expect(rest.result).toMatchObject({ NextToken: '', TotalCount: 3 })
    const second = await ask({ PageNumber: '2', PageSize: '2' })
    expect(second.result).toMatchObject({ PageNumber: 2, PageSize: 2, NextToken: '' })
    expect(second.result?.['NetworkInterfaceSets']).toEqual(rest.result?.['NetworkInterfaceSets'])
  })
})

test('a token neither loses nor repeats a row while instances come and go', async () => {
  const instances = ['i-a', 'i-b', 'i-c', 'i-d'].map((id) => ({ id }))
  await using other = await startWorld({ instances })
  const page = (params: Params) =>
    other.call('DescribeNetworkInterfaces', { ...params, MaxResults: '2' }, VPC)
  const holders = (reply: Awaited<ReturnType<typeof page>>) =>
    rowsOf(reply, 'NetworkInterfaceSets').map(({ DeviceId }) => String(DeviceId))
  const first = await page({})
  const [gone = '', last = ''] = holders(first)
  await other.call('DeleteInstance', { InstanceId: gone })
  await vi.waitFor(async () => expect(await other.show(gone)).toEqual({}), PATIENCE)
  const rest = await page({ NextToken: String(first.result?.['NextToken']) })
  expect([gone, last, ...holders(rest)].toSorted()).toEqual(['i-a', 'i-b', 'i-c', 'i-d'])

  await other.call('DeleteInstance', { InstanceId: last })
  await vi.waitFor(async () => expect(await other.show(last)).toEqual({}), PATIENCE)
  const again = await page({ NextToken: String(first.result?.['NextToken']) })
  expect(holders(again)).toEqual(holders(rest))
})

describe('refusals', () => {
  const many = Array.from({ length: 101 }, (_, place) => `eni-${place}`)

  test.each<[string, Params, readonly unknown[]]>([
    ['101 ids', listed('NetworkInterfaceIds', many), tooMany('NetworkInterfaceIds')],
    ['too many rows', { MaxResults: '101' }, REFUSALS.argument],
    ['a token that is none', { NextToken: 'x' }, malformed('NextToken')],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await ask(params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    const reply = await world.call('DescribeNetworkInterfaces', {}, { ...VPC, ...ALICE })
    expect(refusal(reply)).toEqual([
      403,
      'AccessDenied',
      'User is not authorized to perform: vpc:DescribeNetworkInterfaces on resource: *.',
    ])
  })
})

describe('behaviour', () => {
  test('shows what the instance shows, and the token as text: Terraform fails without it', async () => {
    const { result } = await ask({ 'NetworkInterfaceIds.0': idAt(0) })
    const { NetworkInterfaceId, PrimaryIpAddress, MacAddress } = interfaces[0] ?? {}
    // An object with these two texts.
    const { AllocationId, IpAddress } = shown['EipAddress'] as Shown
    const eip = { AllocationId, EipAddress: IpAddress, ReleaseWithInstance: true }
    expect(result).toMatchObject({ NextToken: '', TotalCount: 1, RequestId: like(/^\d{14}/) })
    expect(result?.['NetworkInterfaceSets']).toEqual([
      {
        ...{ NetworkInterfaceId, PrimaryIpAddress, MacAddress, NetworkInterfaceName: NetworkInterfaceId },
        Type: 'primary',
        VpcId: 'vpc-1',
        VpcName: 'vpc-1',
        SubnetId: 'subnet-1',
        SecurityGroupIds: ['sg-1'],
        Description: '',
        DeviceId: shown['InstanceId'],
        Status: 'InUse',
        AccountId: '2100000000',
        ZoneId: 'cn-beijing-b',
        ProjectName: 'shop',
        AssociatedElasticIp: eip,
        PrivateIpSets: {
          PrivateIpSet: [{ PrivateIpAddress: PrimaryIpAddress, Primary: true, AssociatedElasticIp: eip }],
        },
        IPv6Sets: [],
        PortSecurityEnabled: true,
        ServiceManaged: false,
        Tags: [],
        CreatedAt: like(/\+08:00$/),
        UpdatedAt: like(/\+08:00$/),
      },
    ])
    const second = await ask({ 'NetworkInterfaceIds.0': idAt(1) })
    expect(rowsOf(second, 'NetworkInterfaceSets')).toMatchObject([
      { Type: 'secondary', SubnetId: 'subnet-2', AssociatedElasticIp: null },
    ])
  })
})
