import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  listed,
  malformed,
  REFUSALS,
  refusal,
  rowsOf,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

describe('parsing', () => {
  test('filters by ids; unknown ones are not there', async () => {
    const reply = await world.call(
      'DescribeRegions',
      listed('RegionIds', ['cn-shanghai', 'mars', 'cn-beijing']),
    )
    expect(reply.result).toEqual({
      Regions: [{ RegionId: 'cn-beijing' }, { RegionId: 'cn-shanghai' }],
      NextToken: '',
    })
  })
})

describe('refusals', () => {
  const many = listed(
    'RegionIds',
    Array.from({ length: 21 }, (_, place) => `r-${place}`),
  )

  test.each([
    [
      '21 ids',
      many,
      [400, 'LimitExceeded.MaximumRegionIds', 'The number of specified RegionIds exceeds the maximum limit.'],
    ],
    ['too many rows', { MaxResults: '21' }, REFUSALS.argument],
    ['a token that is none', { NextToken: '****' }, malformed('NextToken')],
  ])('%s', async (_name, params: Readonly<Record<string, string>>, expected) => {
    expect(refusal(await world.call('DescribeRegions', params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    expect(refusal(await world.call('DescribeRegions', {}, ALICE))).toEqual(denied('DescribeRegions', '*'))
  })
})

describe('behaviour', () => {
  test('pages of ten by default; together they are all regions once', async () => {
    const first = await world.call('DescribeRegions')
    expect(rowsOf(first, 'Regions')).toHaveLength(10)
    const token = String(first.result?.['NextToken'])
    const second = await world.call('DescribeRegions', { NextToken: token })
    expect(second.result?.['NextToken']).toBe('')
    const ids = [first, second].flatMap((reply) => rowsOf(reply, 'Regions').map(({ RegionId }) => RegionId))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(expect.arrayContaining(['cn-guangzhou', 'ap-southeast-1', 'cn-shanghai-autodriving']))
  })
})
