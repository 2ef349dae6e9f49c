import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Params } from '../test-support/signed-call.ts'
import {
  ALICE,
  denied,
  missing,
  refusal,
  REFUSALS,
  rowsOf,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

function ask(params: Params = {}, how = {}) {
  const given = { DestinationResource: 'InstanceType', ...params }
  return world.call('DescribeAvailableResource', given, how)
}

describe('parsing', () => {
  test('wants a kind of resource that there is', async () => {
    expect(refusal(await ask({ DestinationResource: '' }))).toEqual(missing('DestinationResource'))
    expect(refusal(await ask({ DestinationResource: 'Moon' }))).toEqual(REFUSALS.argument)
  })

  test('in every zone, or in that of the call', async () => {
    const zones = async (params: Params) =>
      rowsOf(await ask(params), 'AvailableZones').map(({ ZoneId }) => ZoneId)
    expect(await zones({})).toEqual(['a', 'b', 'c', 'd'].map((letter) => `cn-beijing-${letter}`))
    expect(await zones({ ZoneId: 'cn-beijing-c' })).toEqual(['cn-beijing-c'])
  })
})

describe('refusals', () => {
  test('an unknown zone, a user without a policy', async () => {
    expect(refusal(await ask({ ZoneId: 'mars-a' }))).toEqual([
      404,
      'InvalidZone.NotFound',
      'The specified zone does not exist.',
    ])
    expect(refusal(await ask({}, ALICE))).toEqual(denied('DescribeAvailableResource', '*'))
  })
})

describe('behaviour', () => {
  const place = { RegionId: 'cn-beijing', ZoneId: 'cn-beijing-a' }

  test('shows whether a type can be had', async () => {
    const g3i = [{ Value: 'ecs.g3i.large', Status: 'Available' }]
    for (const name of ['InstanceTypeId', 'InstanceType']) {
      const { result } = await ask({ ZoneId: place.ZoneId, [name]: 'ecs.g3i.large', SpotStrategy: 'NoSpot' })
      const AvailableResources = [{ Type: 'InstanceType', SupportedResources: g3i }]
      expect(result).toEqual({ AvailableZones: [{ ...place, Status: 'Available', AvailableResources }] })
    }
    const { result } = await ask({ ZoneId: place.ZoneId, InstanceTypeId: 'ecs.none.large' })
    const AvailableResources = [{ Type: 'InstanceType', SupportedResources: [] }]
    expect(result).toEqual({ AvailableZones: [{ ...place, Status: 'SoldOut', AvailableResources }] })
  })

  test('shows all types, and no hosts', async () => {
    const types = await world.call('DescribeInstanceTypes', { MaxResults: '1000' })
    const all = rowsOf(types, 'InstanceTypes').map(({ InstanceTypeId }) => InstanceTypeId)
    const [zone] = rowsOf(await ask(), 'AvailableZones')
    const SupportedResources = all.map((Value) => ({ Value, Status: 'Available' }))
    expect(zone?.['AvailableResources']).toEqual([{ Type: 'InstanceType', SupportedResources }])
    const hosts = await ask({ DestinationResource: 'DedicatedHost', ZoneId: place.ZoneId })
    expect(rowsOf(hosts, 'AvailableZones')).toMatchObject([{ Status: 'SoldOut' }])
  })
})
