import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Params } from '../test-support/signed-call.ts'
import { on, tagParams, tagsOf } from '../test-support/tag-calls.ts'
import {
  ALICE,
  denied,
  item,
  listed,
  malformed,
  missing,
  refusal,
  REFUSALS,
  rowsOf,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ keyPairs: [{ id: 'kp-one', name: 'one' }], instances: [{ id: 'i-one' }] })
  const tags = tagParams({ a: '1', b: '2', c: '3' })
  await world.call('CreateTags', { ...on('keypair', 'kp-one'), ...tags })
  await world.call('CreateTags', { ...on('instance', 'i-one'), ...tags })
})
afterAll(() => world[Symbol.asyncDispose]())

const remove = (params: Params) => world.call('DeleteTags', params)

describe('parsing', () => {
  test('a key that is not there is passed over', async () => {
    const reply = await remove({ ...on('keypair', 'kp-one'), ...listed('TagKeys', ['a', 'none']) })
    expect(reply.result).toEqual({ OperationDetails: [{ ResourceId: 'kp-one', Error: null }] })
    expect(await tagsOf(world, 'keypair', 'kp-one')).toEqual([
      { Key: 'b', Value: '2' },
      { Key: 'c', Value: '3' },
    ])
  })
})

describe('refusals', () => {
  test.each<[string, Params, readonly unknown[]]>([
    ['no type', { ...listed('ResourceIds', ['kp-one']), 'TagKeys.1': 'a' }, missing('ResourceType')],
    ['a type that is none', { ...on('coffee', 'kp-one'), 'TagKeys.1': 'a' }, malformed('ResourceType')],
    ['no ids', { ResourceType: 'keypair', 'TagKeys.1': 'a' }, missing('ResourceIds')],
    ['no keys', on('keypair', 'kp-one'), missing('TagKeys')],
    ['a bad token', { ...on('keypair', 'kp-one'), 'TagKeys.1': 'a', ClientToken: 'é' }, REFUSALS.clientToken],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await remove(params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    const reply = await world.call('DeleteTags', { ...on('instance', 'i-one'), 'TagKeys.1': 'a' }, ALICE)
    expect(refusal(reply)).toEqual(denied('DeleteTags', 'instance/i-one'))
  })
})

describe('behaviour', () => {
  test('each resource for itself, and what is gone is found no more', async () => {
    const reply = await remove({ ...on('instance', 'i-one', 'i-none'), ...listed('TagKeys', ['a', 'b']) })
    expect(rowsOf(reply, 'OperationDetails')).toEqual([
      { ResourceId: 'i-one', Error: null },
      { ResourceId: 'i-none', Error: item(REFUSALS.instance) },
    ])
    expect(await tagsOf(world, 'instance', 'i-one')).toEqual([{ Key: 'c', Value: '3' }])
    const found = await world.call('DescribeInstances', { 'TagFilters.1.Key': 'a' })
    expect(found.result).toMatchObject({ Instances: [], TotalCount: 0 })
  })
})
