import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import {
  ACCOUNT,
  IMAGE,
  type Json,
  listAt,
  pagesOf,
  type Provider,
  providerOf,
  REGION,
} from './alibaba-provider.ts'

// What the data sources of the Terraform provider alicloud read of catalogs and of the caller, call by call.
// Source: spec/alibaba.md §4.2, last row; what each answer must have: §2.11.

let keyplane: TestKeyplane
let provider: Provider

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: ACCOUNT })
  provider = providerOf(keyplane.endpoint)
})
afterAll(() => keyplane[Symbol.asyncDispose]())

/** Lists of texts under these names, which must exist. */
function textLists(names: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(
    Object.entries(names).map(([outer, inner]) => [outer, { [inner]: expect.any(Array) }]),
  )
}

describe('data alicloud_zones, images, instance_types, regions, caller_identity, account', () => {
  it('zones: what each of them offers', async () => {
    const params = { AcceptLanguage: 'en-US', InstanceChargeType: 'PostPaid', Verbose: true }
    const zones = listAt(await provider.withEcsClient('DescribeZones', params), 'Zones', 'Zone')
    expect(zones.length).toBeGreaterThan(0)
    for (const zone of zones) {
      expect(zone).toMatchObject({
        ...{ ZoneId: expect.stringMatching(/^cn-hangzhou-[a-z]$/), LocalName: expect.any(String) },
        ...textLists({
          ...{ AvailableResourceCreation: 'ResourceTypes', AvailableDiskCategories: 'DiskCategories' },
          ...{ AvailableInstanceTypes: 'InstanceTypes', DedicatedHostGenerations: 'DedicatedHostGeneration' },
          AvailableDedicatedHostTypes: 'DedicatedHostType',
        }),
      })
      const [info] = listAt(zone, 'AvailableResources', 'ResourcesInfo')
      expect(info).toMatchObject({
        ...{ IoOptimized: true, NetworkTypes: { supportedNetworkCategory: ['vpc'] } },
        ...textLists({
          ...{ InstanceTypes: 'supportedInstanceType', DataDiskCategories: 'supportedDataDiskCategory' },
          ...{ SystemDiskCategories: 'supportedSystemDiskCategory' },
          ...{ InstanceGenerations: 'supportedInstanceGeneration' },
          ...{ InstanceTypeFamilies: 'supportedInstanceTypeFamily' },
        }),
      })
    }
  })

  it('zones and instance types: what can be had, and where', async () => {
    // The provider goes by the zones that are not sold out, and by the types in them.
    const params = { DestinationResource: 'InstanceType', IoOptimized: 'optimized', NetworkCategory: 'vpc' }
    const answer = await provider.withEcsClient('DescribeAvailableResource', {
      ...{ ...params, InstanceChargeType: 'PostPaid', SpotStrategy: 'NoSpot' },
      SystemDiskCategory: 'cloud_efficiency',
    })
    const zones = listAt(answer, 'AvailableZones', 'AvailableZone')
    expect(zones.length).toBeGreaterThan(0)
    for (const zone of zones) {
      expect(zone).toMatchObject({ RegionId: REGION, Status: 'Available', ZoneId: expect.any(String) })
      const [resource] = listAt(zone, 'AvailableResources', 'AvailableResource')
      expect(resource).toMatchObject({ Type: 'InstanceType' })
      const types = listAt(resource ?? {}, 'SupportedResources', 'SupportedResource')
      expect(types).toContainEqual(expect.objectContaining({ Value: 'ecs.g6.large', Status: 'Available' }))
    }
  })

  it('images: all pages', async () => {
    const read = (page: Json) =>
      provider
        .rpcPost('DescribeImages', { ImageOwnerAlias: 'system', ...page })
        .then((answer) => listAt(answer, 'Images', 'Image'))
    const images = await pagesOf(read, 50)
    expect(images.map(({ ImageId }) => ImageId)).toContain(IMAGE)
    for (const image of images) {
      expect(image).toMatchObject({
        ...{
          ImageId: expect.any(String),
          ImageOwnerAlias: 'system',
          Status: 'Available',
          Size: expect.any(Number),
        },
        ...{ OSType: expect.stringMatching(/^(?:linux|windows)$/), OSName: expect.any(String) },
        ...{
          OSNameEn: expect.any(String),
          Platform: expect.any(String),
          Architecture: expect.stringMatching(/^(?:x86_64|arm64)$/),
        },
        ...{
          CreationTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
          Usage: expect.any(String),
        },
        ...{ IsSubscribed: false, IsCopied: false, IsSelfShared: expect.any(String), Progress: '100%' },
        ...{ DiskDeviceMappings: { DiskDeviceMapping: expect.any(Array) }, Tags: { Tag: [] } },
      })
    }
  })

  it('images: one by its id, in whichever of these states', async () => {
    const Status = 'Creating,Waiting,Available,UnAvailable,CreateFailed'
    const answer = await provider.withEcsClient('DescribeImages', { ImageId: IMAGE, Status })
    expect(listAt(answer, 'Images', 'Image')).toMatchObject([{ ImageId: IMAGE, Status: 'Available' }])
  })

  it('instance types: in GiB and whole cores, until there is no token', async () => {
    const types: Json[] = []
    let NextToken: unknown
    do {
      const page = { MaxResults: 10, ...(NextToken ? { NextToken } : {}) }
      const answer = await provider.withEcsClient('DescribeInstanceTypes', page)
      types.push(...listAt(answer, 'InstanceTypes', 'InstanceType'))
      NextToken = answer['NextToken']
    } while (NextToken !== '')
    const ids = types.map(({ InstanceTypeId }) => InstanceTypeId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(types.find(({ InstanceTypeId }) => InstanceTypeId === 'ecs.g6.large')).toMatchObject({
      ...{ InstanceTypeFamily: 'ecs.g6', CpuCoreCount: 2, MemorySize: 8, CpuArchitecture: 'X86' },
      ...{ EniQuantity: expect.any(Number), GPUAmount: 0, GPUSpec: '', LocalStorageCategory: '' },
      ...{ BaselineCredit: expect.any(Number), InitialCredit: expect.any(Number), LocalStorageAmount: 0 },
    })
  })

  it('regions', async () => {
    const regions = listAt(await provider.withEcsClient('DescribeRegions'), 'Regions', 'Region')
    expect(regions).toContainEqual(
      expect.objectContaining({ RegionId: REGION, LocalName: expect.any(String), Status: 'available' }),
    )
  })

  it('caller identity and account', async () => {
    const identity = await provider.rpcPost('GetCallerIdentity', { RegionId: undefined }, '2015-04-01')
    expect(identity).toMatchObject({
      ...{ AccountId: '1234567890123456', Arn: 'acs:ram::1234567890123456:root', IdentityType: 'Account' },
      ...{ PrincipalId: '1234567890123456', UserId: '1234567890123456' },
    })
  })
})
