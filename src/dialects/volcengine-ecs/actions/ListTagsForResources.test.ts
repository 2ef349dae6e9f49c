import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Params } from '../test-support/signed-call.ts'
import { on, tagParams } from '../test-support/tag-calls.ts'
import {
  ALICE,
  denied,
  malformed,
  missing,
  refusal,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [
      { id: 'kp-a', name: 'a' },
      { id: 'kp-b', name: 'b' },
    ],
    instances: [{ id: 'i-one' }],
  })
  await world.call('TagResources', { ...on('keypair', 'kp-a', 'kp-b'), ...tagParams({ env: 'prod' }) })
  await world.call('TagResources', { ...on('instance', 'i-one'), ...tagParams({ env: 'test' }) })
})
afterAll(() => world[Symbol.asyncDispose]())

const ask = (params: Params) => world.call('ListTagsForResources', params)

describe('parsing', () => {
  test('the resources that are named, also by a tag', async () => {
    const row = { ResourceType: 'keypair', TagKey: 'env', TagValue: 'prod' }
    const { result } = await ask(on('keypair', 'kp-b', 'kp-none'))
    expect(result).toEqual({ TagResources: [{ ResourceId: 'kp-b', ...row }], NextToken: '' })
    const none = await ask({ ...on('keypair', 'kp-b'), 'TagFilters.1.Key': 'none' })
    expect(none.result).toEqual({ TagResources: [], NextToken: '' })
  })
})

describe('refusals', () => {
  test.each<[string, Params, readonly unknown[]]>([
    ['no type', { 'ResourceIds.1': 'kp-a' }, missing('ResourceType')],
    ['a type that is none', on('coffee', 'kp-a'), malformed('ResourceType')],
    ['no ids', { ResourceType: 'keypair' }, missing('ResourceIds')],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await ask(params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    const reply = await world.call('ListTagsForResources', on('instance', 'i-one'), ALICE)
    expect(refusal(reply)).toEqual(denied('ListTagsForResources', 'instance/i-one'))
  })
})

describe('behaviour', () => {
  test('pages with a token that names the last tag', async () => {
    const first = await ask({ ...on('keypair', 'kp-a', 'kp-b'), MaxResults: '1' })
    expect(first.result).toMatchObject({ TagResources: [{ ResourceId: 'kp-a' }] })
    const NextToken = String(first.result?.['NextToken'])
    const second = await ask({ ...on('keypair', 'kp-a', 'kp-b'), MaxResults: '1', NextToken })
    expect(second.result).toMatchObject({ TagResources: [{ ResourceId: 'kp-b' }], NextToken: '' })
  })
})
