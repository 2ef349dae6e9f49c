import EcsModule, * as ecs from '@alicloud/ecs20140526'
import OpenApiModule, { Config, OpenApiRequest, Params } from '@alicloud/openapi-client'
import PopClient from '@alicloud/pop-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { unwrapDefault } from './unwrap-default.ts'

// What clients read of an instance besides DescribeInstances, by the official clients, unmodified: every field that
// they are known to read is asked for by its name in their own types.

const accessKeyId = 'LTAI5tTestAccessKeyId'
const accessKeySecret = 'TestAccessKeySecret0123456789'
const account = '1234567890123456'
const regionId = 'cn-hangzhou'
const SECOND = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/
const USER_DATA = Buffer.from('#cloud-config\n').toString('base64')

const SEED = `
accounts:
  - id: "${account}"
    name: acme
    users: [{ name: root, accessKeys: [{ id: ${accessKeyId}, secret: ${accessKeySecret} }] }]
instances:
  - { dialect: alibaba-ecs, account: acme, region: ${regionId}, id: i-seeded }
`

let keyplane: TestKeyplane
let made: string

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED })
  const { body } = await ecsClient().runInstances(
    new ecs.RunInstancesRequest({
      ...{ regionId, imageId: 'ubuntu_22_04_x64_20G_alibase_20240819.vhd', instanceType: 'ecs.g6.large' },
      ...{ securityGroupIds: ['sg-bp1one', 'sg-bp1two'], vSwitchId: 'vsw-bp1switch', userData: USER_DATA },
      ...{ instanceChargeType: 'PrePaid', period: 1, autoRenew: true, autoRenewPeriod: 2 },
      ramRoleName: 'EcsRole',
      systemDisk: new ecs.RunInstancesRequestSystemDisk({
        ...{ category: 'cloud_essd', size: '60', performanceLevel: 'PL0', diskName: 'boot' },
      }),
      dataDisk: [new ecs.RunInstancesRequestDataDisk({ size: 100, encrypted: 'true' })],
      privatePoolOptions: new ecs.RunInstancesRequestPrivatePoolOptions({ matchCriteria: 'Open' }),
      tag: [new ecs.RunInstancesRequestTag({ key: 'team', value: 'a' })],
    }),
  )
  made = body?.instanceIdSets?.instanceIdSet?.[0] ?? ''
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function config(signing: { signatureAlgorithm?: string } = {}) {
  const endpoint = keyplane.endpoint
  return new Config({ accessKeyId, accessKeySecret, endpoint, regionId, protocol: 'HTTP', ...signing })
}

function ecsClient(signing: { signatureAlgorithm?: string } = {}) {
  const Client = unwrapDefault(EcsModule)
  return new Client(config(signing))
}

describe.each([
  ['V3', {}],
  ['V1', { signatureAlgorithm: 'v2' }],
] as const)('@alicloud/ecs20140526 with signature %s', (_version, signing) => {
  it('reads disks, by instance and by id', async () => {
    const client = ecsClient(signing)
    const request = { regionId, instanceId: made, diskType: 'system' }
    const { body } = await client.describeDisks(new ecs.DescribeDisksRequest(request))
    expect(body).toMatchObject({ totalCount: 1, pageNumber: 1, pageSize: 10, nextToken: '' })
    const [disk] = body?.disks?.disk ?? []
    expect(disk).toMatchObject({
      ...{ instanceId: made, type: 'system', category: 'cloud_essd', size: 60, performanceLevel: 'PL0' },
      ...{ diskName: 'boot', description: '', status: 'In_use', regionId, encrypted: false, KMSKeyId: '' },
      ...{ deleteWithInstance: true, deleteAutoSnapshot: false, enableAutoSnapshot: true },
      ...{ autoSnapshotPolicyId: '', diskChargeType: 'PrePaid', portable: false, device: '/dev/xvda' },
      ...{ imageId: 'ubuntu_22_04_x64_20G_alibase_20240819.vhd', operationLocks: { operationLock: [] } },
      tags: { tag: [{ tagKey: 'team', tagValue: 'a' }] },
      mountInstances: { mountInstance: [{ instanceId: made, device: '/dev/xvda' }] },
      attachments: { attachment: [{ instanceId: made, device: '/dev/xvda' }] },
    })
    expect(disk?.creationTime).toMatch(SECOND)
    expect(disk?.zoneId).toMatch(/^cn-hangzhou-/)
    const all = new ecs.DescribeDisksRequest({ regionId, instanceId: made })
    const ids = (await client.describeDisks(all)).body?.disks?.disk?.map(({ diskId }) => diskId) ?? []
    expect(ids).toEqual([disk?.diskId, `${disk?.diskId}01`])
    const byId = new ecs.DescribeDisksRequest({ regionId, diskIds: JSON.stringify(ids.slice(1)) })
    expect((await client.describeDisks(byId)).body?.disks?.disk).toMatchObject([
      { instanceId: made, type: 'data', size: 100, encrypted: true },
    ])
  })

  it('pages through disks by token', async () => {
    const client = ecsClient(signing)
    const read: unknown[] = []
    let nextToken: string | undefined
    do {
      const page: { pageSize: number; nextToken?: string } = { pageSize: 2, ...(nextToken && { nextToken }) }
      const { body } = await client.describeDisks(new ecs.DescribeDisksRequest({ regionId, ...page }))
      read.push(...(body?.disks?.disk?.map(({ instanceId, type }) => [instanceId, type]) ?? []))
      nextToken = body?.nextToken
    } while (nextToken)
    const own = [made, 'system']
    expect(read).toEqual([own, [made, 'data'], ['i-seeded', 'system']])
  })

  it('reads the user data that RunInstances was given', async () => {
    const request = new ecs.DescribeUserDataRequest({ regionId, instanceId: made })
    const { body } = await ecsClient(signing).describeUserData(request)
    expect(body).toMatchObject({ regionId, instanceId: made, userData: USER_DATA })
    const unknown = new ecs.DescribeUserDataRequest({ regionId, instanceId: 'i-unknown' })
    await expect(ecsClient(signing).describeUserData(unknown)).rejects.toMatchObject({
      ...{ code: 'InvalidInstanceId.NotFound', statusCode: 404 },
    })
  })

  it('reads RAM roles', async () => {
    const request = { regionId, instanceIds: JSON.stringify([made, 'i-seeded']) }
    const { body } = await ecsClient(signing).describeInstanceRamRole(
      new ecs.DescribeInstanceRamRoleRequest(request),
    )
    expect(body).toMatchObject({ regionId, totalCount: 2 })
    expect(body?.instanceRamRoleSets?.instanceRamRoleSet).toMatchObject([
      { instanceId: made, ramRoleName: 'EcsRole' },
      { instanceId: 'i-seeded', ramRoleName: '' },
    ])
  })

  it('reads network interfaces with the ids that DescribeInstances shows', async () => {
    const client = ecsClient(signing)
    const { body: list } = await client.describeInstances(
      new ecs.DescribeInstancesRequest({ regionId, instanceIds: JSON.stringify([made]) }),
    )
    const instance = list?.instances?.instance?.[0]
    const shown = instance?.networkInterfaces?.networkInterface?.[0]
    const networkInterfaceId = [shown?.networkInterfaceId ?? '']
    const { body } = await client.describeNetworkInterfaces(
      new ecs.DescribeNetworkInterfacesRequest({ regionId, networkInterfaceId }),
    )
    expect(body).toMatchObject({ totalCount: 1, pageNumber: 1, pageSize: 10, nextToken: '' })
    const [one] = body?.networkInterfaceSets?.networkInterfaceSet ?? []
    expect(one).toMatchObject({
      ...{ networkInterfaceId: shown?.networkInterfaceId, macAddress: shown?.macAddress, type: 'Primary' },
      ...{ instanceId: made, privateIpAddress: shown?.primaryIpAddress, status: 'InUse' },
      ...{ vpcId: instance?.vpcAttributes?.vpcId, vSwitchId: 'vsw-bp1switch', zoneId: instance?.zoneId },
      ...{ networkInterfaceTrafficMode: 'Standard', queueNumber: 1, serviceManaged: false },
      securityGroupIds: { securityGroupId: ['sg-bp1one', 'sg-bp1two'] },
      privateIpSets: { privateIpSet: [{ privateIpAddress: shown?.primaryIpAddress, primary: true }] },
      ...{ ipv6Sets: { ipv6Set: [] }, attachment: { instanceId: made, deviceIndex: 0 } },
      tags: { tag: [{ tagKey: 'team', tagValue: 'a' }] },
    })
    const byInstance = new ecs.DescribeNetworkInterfacesRequest({ regionId, instanceId: made })
    const again = await client.describeNetworkInterfaces(byInstance)
    expect(again.body?.networkInterfaceSets?.networkInterfaceSet).toEqual([one])
  })

  it('reads what can be had in the zones', async () => {
    const request = { regionId, destinationResource: 'SystemDisk', instanceType: 'ecs.g6.large' }
    const { body } = await ecsClient(signing).describeAvailableResource(
      new ecs.DescribeAvailableResourceRequest({ ...request, systemDiskCategory: 'cloud_essd' }),
    )
    const [zone] = body?.availableZones?.availableZone ?? []
    expect(zone).toMatchObject({ regionId, status: 'Available', statusCategory: 'WithStock' })
    const disk = { value: 'cloud_essd', status: 'Available', statusCategory: 'WithStock', unit: 'GiB' }
    expect(zone?.availableResources?.availableResource).toMatchObject([
      { type: 'SystemDisk', supportedResources: { supportedResource: [{ ...disk, min: 20 }] } },
    ])
  })

  it('reads what happens in maintenance', async () => {
    const request = new ecs.DescribeInstanceMaintenanceAttributesRequest({ regionId, instanceId: [made] })
    const { body } = await ecsClient(signing).describeInstanceMaintenanceAttributes(request)
    expect(body).toMatchObject({ totalCount: 1, pageNumber: 1, pageSize: 10 })
    expect(body?.maintenanceAttributes?.maintenanceAttribute).toMatchObject([
      {
        ...{ instanceId: made, notifyOnMaintenance: false, maintenanceWindows: { maintenanceWindow: [] } },
        actionOnMaintenance: {
          ...{ value: 'AutoRecover', defaultValue: 'AutoRecover' },
          supportedValues: { supportedValue: ['Stop', 'AutoRecover', 'AutoRedeploy'] },
        },
      },
    ])
  })

  it('reads private pools', async () => {
    const instanceIds = JSON.stringify([made])
    const { body } = await ecsClient(signing).describeInstanceAttachmentAttributes(
      new ecs.DescribeInstanceAttachmentAttributesRequest({ regionId, instanceIds }),
    )
    expect(body).toMatchObject({ totalCount: 1, pageNumber: 1, pageSize: 10 })
    expect(body?.instances?.instance).toMatchObject([
      { instanceId: made, privatePoolOptionsId: '', privatePoolOptionsMatchCriteria: 'Open' },
    ])
  })

  it('reads whether subscriptions are renewed', async () => {
    const instanceId = `${made},i-seeded`
    const { body } = await ecsClient(signing).describeInstanceAutoRenewAttribute(
      new ecs.DescribeInstanceAutoRenewAttributeRequest({ regionId, instanceId, pageSize: '20' }),
    )
    expect(body).toMatchObject({ totalCount: 1, pageNumber: 1, pageSize: 20 })
    expect(body?.instanceRenewAttributes?.instanceRenewAttribute).toMatchObject([
      {
        ...{ instanceId: made, autoRenewEnabled: true, duration: 2, periodUnit: 'Month' },
        ...{ renewalStatus: 'AutoRenewal', enableExpectedRenewDay: false },
      },
    ])
  })
})

const SIBLINGS = [
  {
    ...{ action: 'DescribeEndpoints', version: '2015-06-12' },
    query: { Id: regionId, ServiceCode: 'ecs', Type: 'openAPI' },
    answer: () => ({
      Success: true,
      Endpoints: {
        Endpoint: [
          {
            ...{ Endpoint: keyplane.endpoint, Id: regionId, Namespace: '', SerivceCode: 'ecs' },
            ...{ Type: 'openAPI', Protocols: { Protocols: ['HTTP', 'HTTPS'] } },
          },
        ],
      },
    }),
  },
  {
    ...{ action: 'QueryAvailableInstances', version: '2017-12-14', query: { PageNum: '1', PageSize: '20' } },
    answer: () => ({
      ...{ Success: true, Code: 'Success', Message: 'Successful!' },
      Data: { TotalCount: 0, PageNum: 1, PageSize: 20, InstanceList: [] },
    }),
  },
] as const

describe.each(SIBLINGS)('$action', ({ action, version, query, answer }) => {
  it.each(['GET', 'POST'])('answers @alicloud/pop-core with %s', async (method) => {
    const pop = new PopClient({
      ...{ endpoint: keyplane.api, apiVersion: version, accessKeyId, accessKeySecret },
    })
    expect(await pop.request(action, query, { method })).toEqual({
      RequestId: expect.any(String),
      ...answer(),
    })
  })

  it.each([
    ['V3', {}],
    ['V1', { signatureAlgorithm: 'v2' }],
  ] as const)('answers @alicloud/openapi-client with signature %s', async (_version, signing) => {
    const Client = unwrapDefault(OpenApiModule)
    const params = new Params({
      ...{ action, version, protocol: 'HTTP', pathname: '/', method: 'POST', authType: 'AK' },
      ...{ style: 'RPC', reqBodyType: 'formData', bodyType: 'json' },
    })
    const request = new OpenApiRequest({ query })
    const client = new Client(config(signing))
    // All of its fields are optional; its class comes with a package that is not a dependency of ours.
    const runtime = {} as Parameters<typeof client.callApi>[2]
    const { body } = await client.callApi(params, request, runtime)
    expect(body).toEqual({ RequestId: expect.any(String), ...answer() })
  })
})

describe('the location service', () => {
  it('refuses in the words that clients compare', async () => {
    const pop = new PopClient({
      ...{ endpoint: keyplane.api, apiVersion: '2015-06-12', accessKeyId, accessKeySecret },
    })
    const ask = (query: object) => pop.request('DescribeEndpoints', query, {})
    await expect(ask({ Id: 'cn-nowhere', ServiceCode: 'ecs' })).rejects.toMatchObject({
      ...{ code: 'InvalidRegionId', data: { Message: 'The specified region does not exist.' } },
    })
    await expect(ask({ Id: regionId, ServiceCode: 'oss' })).rejects.toMatchObject({
      ...{ code: 'Illegal Parameter', data: { Message: 'Please check the parameters' } },
    })
  })
})
