import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runInstance } from '../test-support/run-instances.ts'
import {
  ALICE,
  anyText,
  invalid,
  missing,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  type TestWorld,
  textLike,
} from '../test-support/test-world.ts'

let world: TestWorld
let made: string

beforeAll(async () => {
  world = await startWorld({ instances: [{ id: 'i-a' }, { id: 'i-beijing', region: 'cn-beijing' }] })
  made = await runInstance(world, {
    ...{ 'Tag.1.Key': 'team', 'Tag.1.Value': 'a', InternetMaxBandwidthOut: '5', ResourceGroupId: 'rg-one' },
    ...{ SecurityGroupId: '', 'SecurityGroupIds.1': 'sg-one', 'SecurityGroupIds.2': 'sg-two' },
  })
})
afterAll(() => world[Symbol.asyncDispose]())

type Fields = Readonly<Record<string, unknown>>

function list(params: Record<string, string> = {}) {
  return world.call('DescribeNetworkInterfaces', { RegionId: REGION, ...params })
}

async function interfaces(params: Record<string, string> = {}): Promise<readonly Fields[]> {
  const { body } = await list(params)
  // The shape is asserted in `behaviour`.
  return (body['NetworkInterfaceSets'] as { NetworkInterfaceSet: Fields[] }).NetworkInterfaceSet
}

describe('parsing', () => {
  it('refuses a call without a region, and more than 100 ids', async () => {
    expect(refusal(await list({ RegionId: '' }))).toEqual(missing('RegionId'))
    const ids: Record<string, string> = {}
    for (let n = 1; n <= 101; n += 1) ids[`NetworkInterfaceId.${n}`] = `eni-${n}`
    expect(refusal(await list(ids))).toEqual(invalid('NetworkInterfaceId'))
  })
})

describe('refusals', () => {
  it('refuses a user without policies, and a region that does not exist', async () => {
    const reply = await world.call('DescribeNetworkInterfaces', { RegionId: REGION }, ALICE)
    expect(refusal(reply)).toEqual(REFUSALS.forbidden)
    expect(refusal(await list({ RegionId: 'cn-nowhere' }))).toEqual(REFUSALS.region)
  })
})

describe('behaviour', () => {
  it('shows the ids that DescribeInstances shows', async () => {
    const instance = await world.show(made)
    const { VpcId, VSwitchId } = instance['VpcAttributes'] as Fields
    const { NetworkInterface } = instance['NetworkInterfaces'] as { NetworkInterface: Fields[] }
    const [{ NetworkInterfaceId, MacAddress, PrimaryIpAddress } = {}] = NetworkInterface
    const [PublicIpAddress] = (instance['PublicIpAddress'] as { IpAddress: string[] }).IpAddress
    const associated = { AllocationId: '', PublicIpAddress }
    const { body } = await list({ 'NetworkInterfaceId.1': String(NetworkInterfaceId) })
    expect(body).toEqual({
      ...{ RequestId: anyText(), TotalCount: 1, PageNumber: 1, PageSize: 10, NextToken: '' },
      NetworkInterfaceSets: {
        NetworkInterfaceSet: [
          {
            ...{ NetworkInterfaceId, MacAddress, VpcId, VSwitchId, Type: 'Primary', InstanceId: made },
            ...{ Status: 'InUse', PrivateIpAddress: PrimaryIpAddress, AssociatedPublicIp: associated },
            ...{ ZoneId: instance['ZoneId'], ResourceGroupId: 'rg-one', OwnerId: '1234567890123456' },
            ...{ NetworkInterfaceName: '', Description: '', NetworkInterfaceTrafficMode: 'Standard' },
            ...{ QueueNumber: 1, ServiceManaged: false, DeleteOnRelease: true, SourceDestCheck: false },
            CreationTime: textLike(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
            SecurityGroupIds: { SecurityGroupId: ['sg-one', 'sg-two'] },
            PrivateIpSets: {
              PrivateIpSet: [
                { PrivateIpAddress: PrimaryIpAddress, Primary: true, AssociatedPublicIp: associated },
              ],
            },
            ...{ Ipv6Sets: { Ipv6Set: [] }, Ipv4PrefixSets: { Ipv4PrefixSet: [] } },
            ...{ Ipv6PrefixSets: { Ipv6PrefixSet: [] } },
            Tags: { Tag: [{ TagKey: 'team', TagValue: 'a' }] },
            Attachment: {
              ...{ InstanceId: made, TrunkNetworkInterfaceId: '', DeviceIndex: 0, NetworkCardIndex: 0 },
            },
          },
        ],
      },
    })
    expect([VpcId, VSwitchId]).toEqual(['vpc-bp1switch', 'vsw-bp1switch'])
  })

  it.each<[string, Record<string, string>, number]>([
    ['instance', { InstanceId: 'i-a' }, 1],
    ['instance and another interface', { InstanceId: 'i-a', 'NetworkInterfaceId.1': 'eni-b' }, 0],
    ['an instance of another region', { InstanceId: 'i-beijing' }, 0],
    ['switch', { VSwitchId: 'vsw-bp1switch' }, 1],
    ['network', { VpcId: 'vpc-bp1switch' }, 1],
    ['security group', { SecurityGroupId: 'sg-two' }, 1],
    ['resource group', { ResourceGroupId: 'rg-one' }, 1],
    ['tag', { 'Tag.1.Key': 'team', 'Tag.1.Value': 'a' }, 1],
    ['type', { Type: 'Secondary' }, 0],
    ['status', { Status: 'InUse' }, 2],
    ['name', { NetworkInterfaceName: 'web' }, 0],
    ['IPv6 address', { 'Ipv6Address.1': '::1' }, 0],
    ['who manages it', { ServiceManaged: 'true' }, 0],
  ])('filters by %s', async (_name, filter, count) => {
    expect(await interfaces(filter)).toHaveLength(count)
  })

  it('filters by address', async () => {
    const [{ PrivateIpAddress } = {}] = await interfaces({ InstanceId: 'i-a' })
    const address = String(PrivateIpAddress)
    expect(await interfaces({ PrimaryIpAddress: address })).toMatchObject([{ InstanceId: 'i-a' }])
    expect(await interfaces({ 'PrivateIpAddress.1': address })).toMatchObject([{ InstanceId: 'i-a' }])
  })

  it('answers with XML too', async () => {
    const how = { form: 'v1-query', format: 'XML' } as const
    const params = { RegionId: REGION, InstanceId: 'i-a' }
    const { text } = await world.call('DescribeNetworkInterfaces', params, how)
    expect(text).toContain('<NetworkInterfaceSet><NetworkInterfaceId>eni-a</NetworkInterfaceId>')
  })
})
