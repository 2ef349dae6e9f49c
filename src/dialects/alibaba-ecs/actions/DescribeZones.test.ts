import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  anyText,
  missing,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  type TestWorld,
  textLike,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

function list(params: Record<string, string> = {}, how = {}) {
  return world.call('DescribeZones', { RegionId: REGION, ...params }, how)
}

async function zonesOf(params: Record<string, string> = {}) {
  const { body } = await list(params)
  // The shape is asserted below.
  return (body['Zones'] as { Zone: Record<string, Record<string, string[]>>[] }).Zone
}

describe('parsing', () => {
  it('wants a region', async () => {
    expect(refusal(await list({ RegionId: '' }))).toEqual(missing('RegionId'))
  })
})

describe('refusals', () => {
  it('refuses an unknown region, and a user without policies', async () => {
    expect(refusal(await list({ RegionId: 'nowhere' }))).toEqual(REFUSALS.region)
    expect(refusal(await list({}, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('offers the whole catalog in every zone', async () => {
    const zones = await zonesOf({ InstanceChargeType: 'PostPaid' })
    expect(zones.map(({ ZoneId }) => ZoneId)).toEqual(Array.from('bghijk', (letter) => `${REGION}-${letter}`))
    const types = expect.arrayContaining(['ecs.g6.large', 'ecs.t6-c1m1.large']) as unknown
    const disks = expect.arrayContaining(['cloud_essd', 'cloud_efficiency']) as unknown
    expect(zones[0]).toEqual({
      ZoneId: `${REGION}-b`,
      LocalName: textLike(/可用区 B$/),
      ZoneType: 'AvailabilityZone',
      AvailableResourceCreation: { ResourceTypes: ['VSwitch', 'IoOptimized', 'Instance', 'Disk'] },
      AvailableDiskCategories: { DiskCategories: disks },
      AvailableInstanceTypes: { InstanceTypes: types },
      AvailableVolumeCategories: { VolumeCategories: [] },
      AvailableDedicatedHostTypes: { DedicatedHostType: [] },
      DedicatedHostGenerations: { DedicatedHostGeneration: [] },
      AvailableResources: {
        ResourcesInfo: [
          {
            IoOptimized: true,
            SystemDiskCategories: { supportedSystemDiskCategory: disks },
            DataDiskCategories: { supportedDataDiskCategory: disks },
            InstanceTypes: { supportedInstanceType: types },
            InstanceTypeFamilies: {
              supportedInstanceTypeFamily: expect.arrayContaining(['ecs.g6', 'ecs.t6']) as unknown,
            },
            InstanceGenerations: {
              supportedInstanceGeneration: ['ecs-3', 'ecs-4', 'ecs-5', 'ecs-6', 'ecs-7'],
            },
            NetworkTypes: { supportedNetworkCategory: ['vpc'] },
          },
        ],
      },
    })
  })

  it('names zones in English, and leaves the offer out without Verbose', async () => {
    const [zone] = await zonesOf({ AcceptLanguage: 'en-US', Verbose: 'false' })
    expect(zone).toMatchObject({
      LocalName: 'China (Hangzhou) Zone B',
      AvailableInstanceTypes: { InstanceTypes: [] },
      AvailableResources: { ResourcesInfo: [] },
    })
  })

  it('offers types and disks that RunInstances takes in the zone', async () => {
    const [zone] = await zonesOf({ Verbose: 'true' })
    const run = {
      ...{ RegionId: REGION, ZoneId: 'cn-hangzhou-b', SecurityGroupId: 'sg-1' },
      ...{ ImageId: 'ubuntu_22_04_x64_20G_alibase_20240819.vhd' },
      InstanceType: String(zone?.['AvailableInstanceTypes']?.['InstanceTypes']?.at(-1)),
      'SystemDisk.Category': String(zone?.['AvailableDiskCategories']?.['DiskCategories']?.[0]),
    }
    expect((await world.call('RunInstances', run)).status).toBe(200)
  })

  it('answers XML with the inner names of each list', async () => {
    const { text } = await list({ RegionId: 'me-east-1', Verbose: 'true' }, { form: 'v1-get', format: 'XML' })
    expect(text).toContain(`<DescribeZonesResponse><RequestId>`)
    expect(text).toContain('<Zones><Zone><ZoneId>me-east-1a</ZoneId>')
    expect(text).toContain(
      '<AvailableResourceCreation><ResourceTypes>VSwitch</ResourceTypes><ResourceTypes>IoOptimized</ResourceTypes>',
    )
    expect(text).toContain(
      '<NetworkTypes><supportedNetworkCategory>vpc</supportedNetworkCategory></NetworkTypes>',
    )
    expect(text).toContain('<AvailableVolumeCategories/>')
  })

  it('has a request id', async () => {
    expect((await list()).body).toMatchObject({ RequestId: anyText() })
  })
})
