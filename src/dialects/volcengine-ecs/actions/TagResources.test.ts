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
  world = await startWorld({
    keyPairs: [
      { id: 'kp-one', name: 'one' },
      { id: 'kp-two', name: 'two' },
    ],
    instances: [{ id: 'i-one' }],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

const TAG = tagParams({ a: '1' })

describe('parsing', () => {
  test('instances too; the request id is in the result as well', async () => {
    const { result, metadata } = await world.call('TagResources', { ...on('instance', 'i-one'), ...TAG })
    expect(result).toEqual({ RequestId: metadata['RequestId'] })
    expect(await tagsOf(world, 'instance', 'i-one')).toEqual([{ Key: 'a', Value: '1' }])
  })
})

describe('refusals', () => {
  test.each<[string, Params, readonly unknown[]]>([
    ['no type', { 'ResourceIds.1': 'kp-one', ...TAG }, missing('ResourceType')],
    ['a type that is none', { ...on('coffee', 'kp-one'), ...TAG }, malformed('ResourceType')],
    ['no ids', { ResourceType: 'keypair', ...TAG }, missing('ResourceIds')],
    ['no tags', on('keypair', 'kp-one'), missing('Tags')],
    [
      'an image',
      { ...on('image', 'image-one'), ...TAG },
      [404, 'InvalidImage.NotFound', 'The specified image does not exist.'],
    ],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await world.call('TagResources', params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    const reply = await world.call('TagResources', { ...on('keypair', 'kp-one'), ...TAG }, ALICE)
    expect(refusal(reply)).toEqual(denied('TagResources', 'keypair/kp-one'))
  })
})

describe('behaviour', () => {
  test('all or nothing', async () => {
    const params = { ...on('keypair', 'kp-one', 'kp-none'), ...TAG }
    expect(refusal(await world.call('TagResources', params))).toEqual(REFUSALS.keyPair)
    expect(await tagsOf(world, 'keypair', 'kp-one')).toEqual([])
    await world.call('TagResources', { ...on('keypair', 'kp-one', 'kp-two'), ...TAG })
    for (const id of ['kp-one', 'kp-two']) {
      expect(await tagsOf(world, 'keypair', id)).toEqual([{ Key: 'a', Value: '1' }])
    }
  })
})
