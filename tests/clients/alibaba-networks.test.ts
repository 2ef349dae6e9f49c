import OpenApiModule, { Config, OpenApiRequest } from '@alicloud/openapi-client'
import * as ecs from '@alicloud/ecs20140526'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { ecsClient, REGION, runInstance } from './alibaba-calls.ts'
import { ACCOUNT, type Json, listAt, type Provider, providerOf } from './alibaba-provider.ts'
import { unwrapDefault } from './unwrap-default.ts'

// Where an instance can be made, as Packer, libcloud and Terraform look for it: by the official SDK of the instances,
// and by the official client of all products for those whose own SDKs are no dependency of ours.

const CREDENTIAL = {
  accessKeyId: 'LTAI5tTestAccessKeyId',
  accessKeySecret: 'TestAccessKeySecret0123456789',
}
const NETWORKS = '2016-04-28'
const GROUPS = '2020-03-31'

let keyplane: TestKeyplane
let provider: Provider
let instanceId: string

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: ACCOUNT })
  provider = providerOf(keyplane.endpoint)
  const place = { vSwitchId: 'vsw-bp1one', resourceGroupId: 'rg-web' }
  const tag = [new ecs.RunInstancesRequestTag({ key: 'team', value: 'a' })]
  instanceId = await runInstance(client(), { ...place, tag })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function client() {
  return ecsClient(keyplane.endpoint, CREDENTIAL)
}

describe('@alicloud/ecs20140526', () => {
  it('drives DescribeVpcs and DescribeVSwitches, as Packer asks before it makes an instance', async () => {
    const asked = { regionId: REGION, vpcId: 'vpc-bp1one' }
    const { body: vpcs } = await client().describeVpcs(new ecs.DescribeVpcsRequest(asked))
    expect(vpcs).toMatchObject({ totalCount: 1, pageNumber: 1, pageSize: 10 })
    expect(vpcs?.vpcs?.vpc).toMatchObject([
      { vpcId: 'vpc-bp1one', status: 'Available', cidrBlock: '10.64.0.0/10', isDefault: false },
    ])
    expect(vpcs?.vpcs?.vpc?.[0]?.vSwitchIds).toMatchObject({ vSwitchId: ['vsw-bp1one'] })
    const request = new ecs.DescribeVSwitchesRequest({ ...asked, vSwitchId: 'vsw-bp1one' })
    const { body: switches } = await client().describeVSwitches(request)
    expect(switches?.vSwitches?.vSwitch).toMatchObject([
      { vSwitchId: 'vsw-bp1one', vpcId: 'vpc-bp1one', zoneId: 'cn-hangzhou-b', status: 'Available' },
    ])
  })

  it('drives DescribeSecurityGroups and DescribeSecurityGroupAttribute', async () => {
    const request = new ecs.DescribeSecurityGroupsRequest({ regionId: REGION, securityGroupId: 'sg-bp1one' })
    const { body } = await client().describeSecurityGroups(request)
    expect(body).toMatchObject({ totalCount: 1, regionId: REGION, nextToken: '' })
    expect(body?.securityGroups?.securityGroup).toMatchObject([
      { securityGroupId: 'sg-bp1one', vpcId: 'vpc-bp1one', securityGroupType: 'normal', ecsCount: 1 },
    ])
    const asked = { regionId: REGION, securityGroupId: 'sg-bp1one' }
    const rules = await client().describeSecurityGroupAttribute(
      new ecs.DescribeSecurityGroupAttributeRequest(asked),
    )
    expect(rules.body).toMatchObject({ securityGroupId: 'sg-bp1one', innerAccessPolicy: 'Accept' })
    expect(rules.body?.permissions?.permission).toEqual([])
  })

  it('drives DescribeTags', async () => {
    const { body } = await client().describeTags(
      new ecs.DescribeTagsRequest({ regionId: REGION, resourceType: 'instance', resourceId: instanceId }),
    )
    expect(body?.tags?.tag).toMatchObject([
      { tagKey: 'team', tagValue: 'a', resourceTypeCount: { instance: 1, keyPair: 0, image: 0 } },
    ])
  })

  it('drives CreateInstance, StartInstance at once and AllocatePublicIpAddress, as libcloud does', async () => {
    const made = await client().createInstance(
      new ecs.CreateInstanceRequest({
        ...{ regionId: REGION, imageId: 'ubuntu_22_04_x64_20G_alibase_20240819.vhd' },
        ...{ instanceType: 'ecs.g6.large', securityGroupId: 'sg-bp1one', internetMaxBandwidthOut: 1 },
      }),
    )
    const id = made.body?.instanceId ?? ''
    const { body } = await client().allocatePublicIpAddress(
      new ecs.AllocatePublicIpAddressRequest({ instanceId: id }),
    )
    expect(body?.ipAddress).toMatch(/^\d+\.\d+\.\d+\.\d+$/)
    await client().startInstance(new ecs.StartInstanceRequest({ instanceId: id }))
    const find = async () => {
      const asked = { regionId: REGION, publicIpAddresses: JSON.stringify([body?.ipAddress]) }
      const found = await client().describeInstances(new ecs.DescribeInstancesRequest(asked))
      return found.body?.instances?.instance
    }
    await expect.poll(find, { timeout: 10_000 }).toMatchObject([{ instanceId: id, status: 'Running' }])
    // What a running instance shows is what Terraform sends back.
    const stop = { instanceId: id, stoppedMode: (await find())?.[0]?.stoppedMode ?? '' }
    await client().stopInstance(new ecs.StopInstanceRequest(stop))
    await expect.poll(find, { timeout: 10_000 }).toMatchObject([{ status: 'Stopped' }])
  })
})

/** All that a data source reads: pages of 50, until a short one. */
async function readAll(action: string, version: string, [outer, inner]: readonly [string, string]) {
  const answer = await provider.rpcPost(action, { PageNumber: 1, PageSize: 50 }, version)
  return listAt(answer, outer, inner)
}

describe('data alicloud_vpcs, alicloud_vswitches, alicloud_resource_manager_resource_groups', () => {
  const texts = (names: readonly string[]): Json =>
    Object.fromEntries(names.map((name) => [name, expect.any(String)]))

  it('DescribeVpcs: every list that the provider takes for granted, then the route table', async () => {
    const vpcs = await readAll('DescribeVpcs', NETWORKS, ['Vpcs', 'Vpc'])
    expect(vpcs.map(({ VpcId }) => VpcId)).toEqual(['vpc-bp1default', 'vpc-bp1one'])
    for (const vpc of vpcs) {
      expect(vpc).toMatchObject({
        ...texts(['RegionId', 'CreationTime', 'CidrBlock', 'Description', 'DhcpOptionsSetId', 'VRouterId']),
        ...texts([
          'DhcpOptionsSetStatus',
          'DnsHostnameStatus',
          'Ipv6CidrBlock',
          'ResourceGroupId',
          'VpcName',
        ]),
        ...{ Status: 'Available', IsDefault: expect.any(Boolean), Tags: { Tag: [] } },
        ...{ SecondaryCidrBlocks: { SecondaryCidrBlock: [] }, UserCidrs: { UserCidr: [] } },
        VSwitchIds: { VSwitchId: expect.any(Array) },
      })
      const asked = { VpcId: vpc['VpcId'], PageNumber: 1, PageSize: 50 }
      const tables = await provider.rpcPost('DescribeRouteTableList', asked, NETWORKS)
      expect(listAt(tables, 'RouterTableList', 'RouterTableListType')).toMatchObject([
        { RouteTableType: 'System', RouteTableId: expect.stringMatching(/^vtb-/), VpcId: vpc['VpcId'] },
      ])
    }
  })

  it('DescribeVSwitches: a switch with its route table, in which an instance can be made', async () => {
    const switches = await readAll('DescribeVSwitches', NETWORKS, ['VSwitches', 'VSwitch'])
    expect(switches.map(({ VSwitchId }) => VSwitchId)).toEqual(['vsw-bp1default', 'vsw-bp1one'])
    for (const one of switches) {
      expect(one).toMatchObject({
        ...texts(['VSwitchName', 'VpcId', 'ZoneId', 'CidrBlock', 'Description', 'CreationTime']),
        ...{ Status: 'Available', AvailableIpAddressCount: expect.any(Number) },
        RouteTable: { RouteTableId: expect.stringMatching(/^vtb-/) },
      })
    }
    const id = await runInstance(client(), { vSwitchId: 'vsw-bp1default' })
    expect(id).toMatch(/^i-bp1/)
  })

  it('ListResourceGroups: the default group, and those that are in use', async () => {
    const groups = await readAll('ListResourceGroups', GROUPS, ['ResourceGroups', 'ResourceGroup'])
    expect(groups).toMatchObject([
      { Id: 'rg-acfmdefault', Name: 'default', Status: 'OK', AccountId: '1234567890123456' },
      { Id: 'rg-web', Name: 'rg-web', DisplayName: 'rg-web', Status: 'OK' },
    ])
  })
})

it('@alicloud/openapi-client drives the network service with signature V3 too', async () => {
  const { endpoint } = keyplane
  const caller = new (unwrapDefault(OpenApiModule))(new Config({ ...CREDENTIAL, endpoint, protocol: 'HTTP' }))
  const params = {
    ...{ action: 'DescribeVpcs', version: NETWORKS, protocol: 'HTTP', method: 'POST', authType: 'AK' },
    ...{ style: 'RPC', pathname: '/', reqBodyType: 'formData', bodyType: 'json' },
  }
  const request = new OpenApiRequest({ query: { RegionId: REGION, VpcId: 'vpc-bp1one' } })
  // Its classes come with packages that are no dependencies of ours; plain objects have the same fields.
  const [asked, runtime] = [params, {}] as unknown as [
    Parameters<typeof caller.callApi>[0],
    Parameters<typeof caller.callApi>[2],
  ]
  const answer = await caller.callApi(asked, request, runtime)
  expect(answer).toMatchObject({ body: { TotalCount: 1, Vpcs: { Vpc: [{ VpcId: 'vpc-bp1one' }] } } })
})
