import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Params } from '../test-support/signed-call.ts'
import { on, tagParams, tagsOf } from '../test-support/tag-calls.ts'
import {
  ALICE,
  denied,
  malformed,
  missing,
  refusal,
  REFUSALS,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ keyPairs: [{ id: 'kp-one', name: 'one' }], instances: [{ id: 'i-one' }] })
  await world.call('TagResources', { ...on('keypair', 'kp-one'), ...tagParams({ a: '1', b: '2' }) })
  await world.call('TagResources', { ...on('instance', 'i-one'), ...tagParams({ a: '1' }) })
})
afterAll(() => world[Symbol.asyncDispose]())

describe('parsing', () => {
  test('instances too; the request id is in the result as well', async () => {
    const params = { ...on('instance', 'i-one'), 'TagKeys.1': 'a' }
    const { result, metadata } = await world.call('UntagResources', params)
    expect(result).toEqual({ RequestId: metadata['RequestId'] })
    expect(await tagsOf(world, 'instance', 'i-one')).toEqual([])
  })
})

describe('refusals', () => {
  test.each<[string, Params, readonly unknown[]]>([
    ['a type that is none', { ...on('coffee', 'kp-one'), 'TagKeys.1': 'a' }, malformed('ResourceType')],
    ['no ids', { ResourceType: 'keypair', 'TagKeys.1': 'a' }, missing('ResourceIds')],
    ['no keys', on('keypair', 'kp-one'), missing('TagKeys')],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await world.call('UntagResources', params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    const params = { ...on('keypair', 'kp-one'), 'TagKeys.1': 'a' }
    expect(refusal(await world.call('UntagResources', params, ALICE))).toEqual(
      denied('UntagResources', 'keypair/kp-one'),
    )
  })
})

describe('behaviour', () => {
  test('all or nothing', async () => {
    const both = { ...on('keypair', 'kp-one', 'kp-none'), 'TagKeys.1': 'a' }
    expect(refusal(await world.call('UntagResources', both))).toEqual(REFUSALS.keyPair)
    expect(await tagsOf(world, 'keypair', 'kp-one')).toHaveLength(2)
    await world.call('UntagResources', { ...on('keypair', 'kp-one'), 'TagKeys.1': 'a' })
    expect(await tagsOf(world, 'keypair', 'kp-one')).toEqual([{ Key: 'b', Value: '2' }])
  })
})
