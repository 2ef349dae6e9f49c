import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  listed,
  refusal,
  startWorld,
  type TestWorld,
  tooMany,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

const zone = (letter: string) => ({ ZoneId: `cn-beijing-${letter}` })

describe('parsing', () => {
  test('all of the region, or those asked for', async () => {
    const all = await world.call('DescribeZones')
    expect(all.result).toEqual({ Zones: ['a', 'b', 'c', 'd'].map(zone) })
    const some = await world.call('DescribeZones', listed('ZoneIds', ['cn-beijing-c', 'cn-beijing-a']))
    expect(some.result).toEqual({ Zones: ['a', 'c'].map(zone) })
  })
})

describe('refusals', () => {
  const unknown = [404, 'InvalidZone.NotFound', 'The specified zone does not exist.']

  test('an unknown zone, one of another region, 21 of them', async () => {
    for (const id of ['mars-a', 'cn-shanghai-a']) {
      const params = listed('ZoneIds', ['cn-beijing-a', id])
      expect(refusal(await world.call('DescribeZones', params))).toEqual(unknown)
    }
    const many = listed(
      'ZoneIds',
      Array.from({ length: 21 }, () => 'cn-beijing-a'),
    )
    expect(refusal(await world.call('DescribeZones', many))).toEqual(tooMany('ZoneIds'))
  })

  test('a user without a policy', async () => {
    expect(refusal(await world.call('DescribeZones', {}, ALICE))).toEqual(denied('DescribeZones', '*'))
  })
})

describe('behaviour', () => {
  test('another region has its own', async () => {
    const { result } = await world.call('DescribeZones', {}, { region: 'cn-datong' })
    expect(result).toEqual({ Zones: [{ ZoneId: 'cn-datong-a' }] })
  })
})
