import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  listed,
  malformed,
  refusal,
  REFUSALS,
  startWorld,
  type TestWorld,
  tooMany,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ instances: [{ id: 'i-one' }] })
})
afterAll(() => world[Symbol.asyncDispose]())

type Params = Readonly<Record<string, string>>

describe('parsing', () => {
  test.each<Params>([
    {},
    { 'TaskIds.1': 't-none' },
    { ResourceId: 'i-one', 'ResourceIds.1': 'i-one', MaxResults: '100' },
  ])('%j', async (params) => {
    expect((await world.call('DescribeTasks', params)).result).toEqual({ Tasks: [], NextToken: '' })
  })
})

describe('refusals', () => {
  const many = Array.from({ length: 101 }, (_, place) => `x${place}`)

  test.each<[string, Params, readonly unknown[]]>([
    ['101 tasks', listed('TaskIds', many), tooMany('TaskIds')],
    ['101 resources', listed('ResourceIds', many), tooMany('ResourceIds')],
    ['too many rows', { MaxResults: '101' }, REFUSALS.argument],
    ['a token that is none', { NextToken: 'x' }, malformed('NextToken')],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await world.call('DescribeTasks', params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    expect(refusal(await world.call('DescribeTasks', {}, ALICE))).toEqual(denied('DescribeTasks', '*'))
  })
})

describe('behaviour', () => {
  test('switching an instance makes no task', async () => {
    await world.call('RebootInstance', { InstanceId: 'i-one' })
    const { result } = await world.call('DescribeTasks', { ResourceId: 'i-one' })
    expect(result).toEqual({ Tasks: [], NextToken: '' })
    await world.waitFor('i-one', 'RUNNING')
  })
})
