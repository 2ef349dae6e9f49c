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
  tooMany,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [
      { id: 'kp-one', name: 'one' },
      { id: 'kp-full', name: 'full' },
    ],
    instances: [{ id: 'i-one' }, { id: 'i-busy', state: 'starting' }],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

const create = (params: Params) => world.call('CreateTags', params)
const TAG = tagParams({ a: '1' })
const twenty = Object.fromEntries(Array.from({ length: 20 }, (_, place) => [`k${place}`, 'v']))

describe('parsing', () => {
  test('a value may be left out, an id given twice counts once', async () => {
    const reply = await create({ ...on('keypair', 'kp-one', 'kp-one'), 'Tags.1.Key': 'plain' })
    expect(reply.result).toEqual({ OperationDetails: [{ ResourceId: 'kp-one', Error: null }] })
    expect(await tagsOf(world, 'keypair', 'kp-one')).toEqual([{ Key: 'plain', Value: '' }])
  })
})

describe('refusals', () => {
  const many = Array.from({ length: 101 }, (_, place) => `kp-${place}`)

  test.each<[string, Params, readonly unknown[]]>([
    ['no type', { ...listed('ResourceIds', ['kp-one']), ...TAG }, missing('ResourceType')],
    ['a type that is none', { ...on('coffee', 'kp-one'), ...TAG }, malformed('ResourceType')],
    ['no ids', { ResourceType: 'keypair', ...TAG }, missing('ResourceIds')],
    ['101 ids', { ...on('keypair', ...many), ...TAG }, tooMany('ResourceIds')],
    ['no tags', on('keypair', 'kp-one'), missing('Tags')],
    ['a tag without a key', { ...on('keypair', 'kp-one'), 'Tags.1.Value': 'v' }, malformed('TagKey')],
    [
      'a key that is too long',
      { ...on('keypair', 'kp-one'), ...tagParams({ ['k'.repeat(129)]: '' }) },
      malformed('TagKey'),
    ],
    ['21 tags', { ...on('keypair', 'kp-one'), ...tagParams({ ...twenty, last: '' }) }, tooMany('Tags')],
    ['a bad token', { ...on('keypair', 'kp-one'), ...TAG, ClientToken: 'é' }, REFUSALS.clientToken],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await create(params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    const reply = await world.call('CreateTags', { ...on('keypair', 'kp-one'), ...TAG }, ALICE)
    expect(refusal(reply)).toEqual(denied('CreateTags', 'keypair/kp-one'))
  })
})

describe('behaviour', () => {
  test('each resource for itself; a key that is there gets the new value', async () => {
    await create({ ...on('keypair', 'kp-one'), ...tagParams({ env: 'test', team: 'a' }) })
    const reply = await create({ ...on('keypair', 'kp-none', 'kp-one'), ...tagParams({ env: 'prod' }) })
    expect(rowsOf(reply, 'OperationDetails')).toEqual([
      { ResourceId: 'kp-none', Error: item(REFUSALS.keyPair) },
      { ResourceId: 'kp-one', Error: null },
    ])
    expect(await tagsOf(world, 'keypair', 'kp-one')).toMatchObject([
      {},
      { Key: 'env', Value: 'prod' },
      { Key: 'team', Value: 'a' },
    ])
    const filter = { 'TagFilters.1.Key': 'env', 'TagFilters.1.Values.1': 'prod' }
    const found = await world.call('DescribeKeyPairs', filter)
    expect(rowsOf(found, 'KeyPairs')).toMatchObject([{ KeyPairId: 'kp-one' }])
  })

  test('also instances, whatever they are doing', async () => {
    const reply = await create({ ...on('instance', 'i-one', 'i-busy', 'kp-one'), ...TAG })
    expect(rowsOf(reply, 'OperationDetails')).toEqual([
      { ResourceId: 'i-one', Error: null },
      { ResourceId: 'i-busy', Error: null },
      { ResourceId: 'kp-one', Error: item(REFUSALS.instance) },
    ])
    expect(await tagsOf(world, 'instance', 'i-busy')).toEqual([{ Key: 'a', Value: '1' }])
  })

  test('an image is the cloud’s own', async () => {
    const reply = await create({ ...on('image', 'image-one'), ...TAG })
    expect(rowsOf(reply, 'OperationDetails')).toMatchObject([{ Error: { Code: 'InvalidImage.NotFound' } }])
  })

  test('a resource may have 20', async () => {
    await create({ ...on('keypair', 'kp-full'), ...tagParams(twenty) })
    const reply = await create({ ...on('keypair', 'kp-full'), ...tagParams({ k0: 'new', last: '' }) })
    expect(rowsOf(reply, 'OperationDetails')).toEqual([
      { ResourceId: 'kp-full', Error: item(tooMany('Tags')) },
    ])
    expect(await tagsOf(world, 'keypair', 'kp-full')).toHaveLength(20)
  })
})
