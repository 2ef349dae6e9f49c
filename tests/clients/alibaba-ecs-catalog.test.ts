import EcsModule, * as ecs from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { unwrapDefault } from './unwrap-default.ts'

// The official client of the cloud, unmodified, drives what surrounds key pairs: tags, groups, catalogs, one instance.

const accessKeyId = 'LTAI5tTestAccessKeyId'
const accessKeySecret = 'TestAccessKeySecret0123456789'
const regionId = 'cn-hangzhou'
const PATIENCE = { timeout: 10_000 }
const imageId = 'ubuntu_22_04_x64_20G_alibase_20240819.vhd'
const instanceType = 'ecs.g6.large'

const SEED = `
accounts:
  - id: "1234567890123456"
    name: acme
    users: [{ name: root, accessKeys: [{ id: ${accessKeyId}, secret: ${accessKeySecret} }] }]
instances:
  - { dialect: alibaba-ecs, account: acme, region: ${regionId}, id: i-seeded, zone: cn-hangzhou-g }
`

let keyplane: TestKeyplane

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function ecsClient(signing: { signatureAlgorithm?: string }) {
  const Client = unwrapDefault(EcsModule)
  const { endpoint } = keyplane
  return new Client(
    new Config({ accessKeyId, accessKeySecret, endpoint, regionId, protocol: 'HTTP', ...signing }),
  )
}

type Client = ReturnType<typeof ecsClient>

async function statusOf(client: Client, instanceId: string): Promise<string | undefined> {
  const request = new ecs.DescribeInstanceAttributeRequest({ instanceId })
  return (await client.describeInstanceAttribute(request)).body?.status
}

async function tagsOf(client: Client, resourceType: string, resourceId: string[]) {
  const request = new ecs.ListTagResourcesRequest({ regionId, resourceType, resourceId })
  return (await client.listTagResources(request)).body
}

describe.each([
  ['V3', {}],
  ['V1', { signatureAlgorithm: 'v2' }],
] as const)('@alicloud/ecs20140526 with signature %s', (version, signing) => {
  it('drives CreateInstance and DescribeInstanceAttribute', async () => {
    const client = ecsClient(signing)
    const { body: created } = await client.createInstance(
      new ecs.CreateInstanceRequest({
        ...{ regionId, imageId, instanceType, securityGroupId: 'sg-1', clientToken: `create-${version}` },
        ...{ instanceName: 'web', hostName: 'web', description: 'front end', internetMaxBandwidthOut: 5 },
        tag: [new ecs.CreateInstanceRequestTag({ key: 'team', value: 'web' })],
      }),
    )
    const instanceId = created?.instanceId ?? ''
    expect(instanceId).toMatch(/^i-bp1[0-9a-z]{17}$/)
    await expect.poll(() => statusOf(client, instanceId), PATIENCE).toBe('Stopped')
    const { body } = await client.describeInstanceAttribute(
      new ecs.DescribeInstanceAttributeRequest({ instanceId }),
    )
    expect(body).toMatchObject({
      ...{ instanceId, instanceName: 'web', hostName: 'web', description: 'front end', regionId },
      ...{ imageId, instanceType, cpu: 2, memory: 8192, ioOptimized: 'optimized', status: 'Stopped' },
      ...{ instanceNetworkType: 'vpc', instanceChargeType: 'PostPaid', internetMaxBandwidthOut: 5 },
      ...{ vlanId: '', clusterId: '', creditSpecification: '', stoppedMode: 'KeepCharging' },
      securityGroupIds: { securityGroupId: ['sg-1'] },
      publicIpAddress: { ipAddress: [] },
      innerIpAddress: { ipAddress: [] },
      operationLocks: { lockReason: [] },
      eipAddress: { allocationId: '', bandwidth: 0, internetChargeType: '', ipAddress: '' },
    })
    await client.startInstance(new ecs.StartInstanceRequest({ instanceId }))
    await expect.poll(() => statusOf(client, instanceId), PATIENCE).toBe('Running')
  })

  it('drives TagResources, ListTagResources, UntagResources and JoinResourceGroup on a key pair', async () => {
    const client = ecsClient(signing)
    const keyPairName = `tagged-${version}`
    const { body: pair } = await client.createKeyPair(new ecs.CreateKeyPairRequest({ regionId, keyPairName }))
    const ofPair = { regionId, resourceType: 'keypair' }
    const tag = [
      new ecs.TagResourcesRequestTag({ key: 'team', value: "a b+c é*~'()!" }),
      new ecs.TagResourcesRequestTag({ key: 'env' }),
    ]
    await client.tagResources(new ecs.TagResourcesRequest({ ...ofPair, resourceId: [keyPairName], tag }))
    const shown = { resourceId: keyPairName, resourceType: 'keypair' }
    expect(await tagsOf(client, 'keypair', [pair?.keyPairId ?? ''])).toMatchObject({
      nextToken: '',
      tagResources: {
        tagResource: [
          { ...shown, tagKey: 'env', tagValue: '' },
          { ...shown, tagKey: 'team', tagValue: "a b+c é*~'()!" },
        ],
      },
    })
    const gone = { ...ofPair, resourceId: [keyPairName], tagKey: ['team', 'unknown'] }
    await client.untagResources(new ecs.UntagResourcesRequest(gone))
    const resourceGroupId = 'rg-bp67acfmxazb4p'
    const moved = { ...ofPair, resourceId: keyPairName, resourceGroupId }
    await client.joinResourceGroup(new ecs.JoinResourceGroupRequest(moved))
    const { body: listed } = await client.describeKeyPairs(
      new ecs.DescribeKeyPairsRequest({ regionId, keyPairName }),
    )
    expect(listed?.keyPairs?.keyPair).toMatchObject([
      { keyPairName, resourceGroupId, tags: { tag: [{ tagKey: 'env', tagValue: '' }] } },
    ])
  })

  it('drives the tags and the group of an instance', async () => {
    const client = ecsClient(signing)
    const ofInstance = { regionId, resourceType: 'instance', resourceId: ['i-seeded'] }
    const tag = [new ecs.TagResourcesRequestTag({ key: version, value: 'x' })]
    await client.tagResources(new ecs.TagResourcesRequest({ ...ofInstance, tag }))
    expect((await tagsOf(client, 'instance', ['i-seeded']))?.tagResources?.tagResource).toMatchObject([
      { resourceId: 'i-seeded', resourceType: 'instance', tagKey: version, tagValue: 'x' },
    ])
    await client.untagResources(new ecs.UntagResourcesRequest({ ...ofInstance, all: true }))
    expect((await tagsOf(client, 'instance', ['i-seeded']))?.tagResources?.tagResource).toEqual([])
    const group = {
      regionId,
      resourceType: 'instance',
      resourceId: 'i-seeded',
      resourceGroupId: `rg-${version}`,
    }
    await client.joinResourceGroup(new ecs.JoinResourceGroupRequest(group))
    const { body } = await client.describeInstances(
      new ecs.DescribeInstancesRequest({ regionId, resourceGroupId: `rg-${version}` }),
    )
    expect(body?.instances?.instance?.map(({ instanceId }) => instanceId)).toEqual(['i-seeded'])
  })

  it('reads the refusal of the tag actions', async () => {
    const client = ecsClient(signing)
    const tag = [new ecs.TagResourcesRequestTag({ key: 'team' })]
    const request = { regionId, resourceType: 'keypair', resourceId: ['unknown'], tag }
    await expect(client.tagResources(new ecs.TagResourcesRequest(request))).rejects.toMatchObject({
      code: 'InvalidResourceId.NotFound',
      statusCode: 404,
    })
  })

  it('drives DescribeZones and DescribeInstanceTypes', async () => {
    const client = ecsClient(signing)
    const { body: zones } = await client.describeZones(new ecs.DescribeZonesRequest({ regionId }))
    const [zone] = zones?.zones?.zone ?? []
    expect(zone).toMatchObject({
      zoneId: 'cn-hangzhou-b',
      zoneType: 'AvailabilityZone',
      availableResourceCreation: { resourceTypes: ['VSwitch', 'IoOptimized', 'Instance', 'Disk'] },
      availableVolumeCategories: { volumeCategories: [] },
      availableDedicatedHostTypes: { dedicatedHostType: [] },
    })
    const [offer] = zone?.availableResources?.resourcesInfo ?? []
    expect(offer?.instanceTypes?.supportedInstanceType).toEqual(zone?.availableInstanceTypes?.instanceTypes)
    expect(offer?.systemDiskCategories?.supportedSystemDiskCategory).toContain('cloud_essd')
    const { body: types } = await client.describeInstanceTypes(
      new ecs.DescribeInstanceTypesRequest({ instanceTypeFamily: 'ecs.g6', maxResults: 2 }),
    )
    expect(types?.nextToken).not.toBe('')
    expect(types?.instanceTypes?.instanceType).toMatchObject([
      {
        instanceTypeId: 'ecs.g6.large',
        cpuCoreCount: 2,
        memorySize: 8,
        cpuArchitecture: 'X86',
        GPUAmount: 0,
      },
      { instanceTypeId: 'ecs.g6.xlarge', supportedBootModes: { supportedBootMode: ['BIOS', 'UEFI'] } },
    ])
  })

  it('drives DescribeImages and DescribeAccountAttributes', async () => {
    const client = ecsClient(signing)
    const { body: images } = await client.describeImages(
      new ecs.DescribeImagesRequest({
        regionId,
        imageOwnerAlias: 'system',
        imageName: 'ubuntu_22*',
        pageSize: 1,
      }),
    )
    expect(images).toMatchObject({ regionId, totalCount: 2, pageNumber: 1, pageSize: 1 })
    expect(images?.images?.image).toMatchObject([
      {
        ...{ imageId, OSType: 'linux', platform: 'Ubuntu', architecture: 'x86_64', size: 20, isPublic: true },
        ...{ imageOwnerId: 0, diskDeviceMappings: { diskDeviceMapping: [] }, tags: { tag: [] } },
      },
    ])
    const attributeName = ['instance-network-type']
    const { body: attributes } = await client.describeAccountAttributes(
      new ecs.DescribeAccountAttributesRequest({ regionId, attributeName }),
    )
    expect(attributes?.accountAttributeItems?.accountAttributeItem).toMatchObject([
      {
        attributeName: 'instance-network-type',
        attributeValues: { valueItem: [{ value: 'vpc', count: 0 }] },
      },
    ])
  })
})
