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
  world = await startWorld({
    instances: [
      { id: 'i-a', zone: 'cn-hangzhou-g' },
      { id: 'i-b', state: 'stopped', zone: 'cn-hangzhou-h' },
      { id: 'i-beijing', region: 'cn-beijing' },
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function list(params: Record<string, string> = {}) {
  return world.call('DescribeInstanceStatus', { RegionId: REGION, ...params })
}

describe('parsing', () => {
  it('refuses a call without a region, and a page that is no number', async () => {
    expect(refusal(await list({ RegionId: '' }))).toEqual(missing('RegionId'))
    expect(refusal(await list({ PageNumber: 'x' }))).toEqual(invalid('PageNumber'))
  })

  it('refuses more than 100 ids, and ids of another form', async () => {
    const ids = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`InstanceId.${n + 1}`, `i-${n}`]))
    expect(refusal(await list(ids)).slice(0, 2)).toEqual([403, 'InvalidParameter.TooManyInstanceIds'])
    expect(refusal(await list({ 'InstanceId.1': 'x' }))).toEqual([
      403,
      'Abs.InvalidInstanceIds.MalFormed',
      'The specified instanceIds is not valid.',
    ])
  })
})

describe('refusals', () => {
  it('refuses a zone of another region', async () => {
    expect(refusal(await list({ ZoneId: 'cn-beijing-a' }))).toEqual([
      404,
      'InvalidZoneId.NotFound',
      'The specified ZoneId does not exist.',
    ])
  })

  it('refuses a user without policies', async () => {
    const reply = await world.call('DescribeInstanceStatus', { RegionId: REGION }, ALICE)
    expect(refusal(reply)).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('lists the states of a region', async () => {
    const { body } = await list()
    expect(body).toEqual({
      RequestId: anyText(),
      InstanceStatuses: {
        InstanceStatus: [
          { InstanceId: 'i-b', Status: 'Stopped' },
          { InstanceId: 'i-a', Status: 'Running' },
        ],
      },
      TotalCount: 2,
      PageNumber: 1,
      PageSize: 10,
    })
  })

  it('filters by id and zone, and cuts the page size to 50', async () => {
    const { body } = await list({ 'InstanceId.1': 'i-a', 'InstanceId.3': 'i-unknown', PageSize: '51' })
    expect(body).toMatchObject({
      TotalCount: 1,
      PageSize: 50,
      InstanceStatuses: { InstanceStatus: [{ InstanceId: 'i-a' }] },
    })
    expect((await list({ ZoneId: 'cn-hangzhou-h' })).body).toMatchObject({ TotalCount: 1 })
  })

  it('pages by number, and past the last page', async () => {
    const pages = []
    for (const PageNumber of ['1', '2', '3']) {
      const { body } = await list({ PageNumber, PageSize: '1', ClusterId: 'deprecated' })
      expect(body).toMatchObject({ TotalCount: 2, PageNumber: Number(PageNumber), PageSize: 1 })
      // The shape is asserted above.
      pages.push((body['InstanceStatuses'] as { InstanceStatus: { InstanceId: string }[] }).InstanceStatus)
    }
    expect(pages.map((page) => page.map(({ InstanceId }) => InstanceId))).toEqual([['i-b'], ['i-a'], []])
  })
})
