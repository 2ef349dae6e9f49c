import { afterAll, beforeAll, describe, expect, it } from 'vitest'

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
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

const ACTION = 'DescribeAvailableResource'
const IN_STOCK = { Status: 'Available', StatusCategory: 'WithStock' }

function ask(params: Record<string, string> = {}) {
  return world.call(ACTION, { RegionId: REGION, DestinationResource: 'InstanceType', ...params })
}

interface ShownZone {
  readonly ZoneId: string
  readonly AvailableResources: {
    readonly AvailableResource: readonly {
      readonly SupportedResources: { readonly SupportedResource: readonly { readonly Value: string }[] }
    }[]
  }
}

/** What can be had in the first zone, and in how many there is something. */
async function offer(params: Record<string, string>): Promise<{ values: string[]; zones: number }> {
  const { body } = await ask(params)
  // The shape is asserted in `behaviour`.
  const { AvailableZone: zones } = body['AvailableZones'] as { AvailableZone: readonly ShownZone[] }
  const resources = zones[0]?.AvailableResources.AvailableResource ?? []
  const values = resources.flatMap((one) =>
    one.SupportedResources.SupportedResource.map(({ Value }) => Value),
  )
  return { values, zones: zones.length }
}

describe('parsing', () => {
  it('refuses a call without a region or a kind of resource, and an unknown kind', async () => {
    expect(refusal(await ask({ RegionId: '' }))).toEqual(missing('RegionId'))
    expect(refusal(await ask({ DestinationResource: '' }))).toEqual(missing('DestinationResource'))
    expect(refusal(await ask({ DestinationResource: 'x' }))).toEqual(invalid('DestinationResource'))
  })
})

describe('refusals', () => {
  it('refuses a zone of another region, and a user without policies', async () => {
    const elsewhere = refusal(await ask({ ZoneId: 'cn-beijing-a' }))
    expect(elsewhere.slice(0, 2)).toEqual([404, 'InvalidZoneId.NotFound'])
    const params = { RegionId: REGION, DestinationResource: 'Zone' }
    expect(refusal(await world.call(ACTION, params, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('shows a type in every zone, and the zone that is asked for', async () => {
    const { body } = await ask({ InstanceType: 'ecs.g6.large', ZoneId: 'cn-hangzhou-h' })
    const type = { Value: 'ecs.g6.large', ...IN_STOCK }
    const resource = { Type: 'InstanceType', SupportedResources: { SupportedResource: [type] } }
    const zone = { RegionId: REGION, ZoneId: 'cn-hangzhou-h', ...IN_STOCK }
    expect(body).toEqual({
      RequestId: anyText(),
      AvailableZones: {
        AvailableZone: [{ ...zone, AvailableResources: { AvailableResource: [resource] } }],
      },
    })
    expect((await offer({ InstanceType: 'ecs.g6.large' })).zones).toBeGreaterThan(1)
  })

  it('finds types by cores and memory', async () => {
    const { values } = await offer({ Cores: '2', Memory: '8.0' })
    expect(values).toContain('ecs.g6.large')
    expect(values).not.toContain('ecs.c6.large')
  })

  it.each<[string, string[]]>([
    ['Network', ['vpc']],
    ['IoOptimized', ['optimized', 'none']],
    ['Zone', ['cn-hangzhou-b']],
  ])('knows the kind %s', async (DestinationResource, values) => {
    expect(await offer({ DestinationResource })).toMatchObject({ values })
  })

  it('tells the sizes of disks', async () => {
    const how = { DestinationResource: 'SystemDisk', SystemDiskCategory: 'cloud_essd' }
    const { text } = await ask({ ...how, InstanceType: 'ecs.g6.large' })
    expect(text).toContain('"Value":"cloud_essd"')
    expect(text).toContain('"Min":20,"Max":32768,"Unit":"GiB"')
    expect((await offer({ DestinationResource: 'DataDisk' })).values).toContain('cloud_efficiency')
  })

  it.each([
    { InstanceType: 'unknown' },
    { NetworkCategory: 'classic' },
    { SystemDiskCategory: 'unknown' },
    { DestinationResource: 'ddh' },
  ])('has nothing for %o', async (wanted) => {
    expect(await offer(wanted)).toEqual({ values: [], zones: 0 })
  })
})
