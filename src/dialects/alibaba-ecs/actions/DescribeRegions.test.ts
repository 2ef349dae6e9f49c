import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ALICE, REFUSALS, refusal, startWorld, type TestWorld } from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

describe('parsing', () => {
  it('needs no parameter', async () => {
    expect((await world.call('DescribeRegions')).status).toBe(200)
  })
})

describe('refusals', () => {
  it('refuses a user without policies', async () => {
    expect(refusal(await world.call('DescribeRegions', {}, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it.each([
    [{}, '华东1（杭州）'],
    [{ AcceptLanguage: 'zh-CN' }, '华东1（杭州）'],
    [{ AcceptLanguage: 'en-US' }, 'China (Hangzhou)'],
  ])('names the regions for %j', async (params, LocalName) => {
    const { body } = await world.call('DescribeRegions', params)
    // The shape is asserted below.
    const { Region } = body['Regions'] as { Region: { RegionId: string }[] }
    expect(Region.length).toBeGreaterThan(20)
    expect(Region.find(({ RegionId }) => RegionId === 'cn-hangzhou')).toEqual({
      RegionId: 'cn-hangzhou',
      LocalName,
      RegionEndpoint: 'ecs.cn-hangzhou.aliyuncs.com',
      Status: 'available',
    })
  })
})
