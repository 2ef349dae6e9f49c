import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  anyText,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

const TAGS = { 'Tag.1.Key': 'a', 'Tag.2.Key': 'b', 'Tag.3.Key': 'c' }

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [{ name: 'k1', id: 'ssh-k1' }],
    instances: [{ id: 'i-1' }, { id: 'i-2' }],
  })
  const instances = { ResourceType: 'instance', 'ResourceId.1': 'i-1', 'ResourceId.2': 'i-2' }
  for (const named of [instances, { ResourceType: 'keypair', 'ResourceId.1': 'k1' }]) {
    await world.call('TagResources', { RegionId: REGION, ...named, ...TAGS })
  }
})
afterAll(() => world[Symbol.asyncDispose]())

function take(params: Record<string, string>, how = {}) {
  const given = { RegionId: REGION, ResourceType: 'instance', 'ResourceId.1': 'i-1' }
  return world.call('UntagResources', { ...given, ...params }, how)
}

async function keysOf(ResourceType: string, id: string): Promise<string[]> {
  const { body } = await world.call('ListTagResources', {
    RegionId: REGION,
    ResourceType,
    'ResourceId.1': id,
  })
  // The shape of the answer is tested with ListTagResources.
  return (body['TagResources'] as { TagResource: { TagKey: string }[] }).TagResource.map(
    ({ TagKey }) => TagKey,
  )
}

describe('parsing', () => {
  it('wants keys or All, at most 20 keys, and resources', async () => {
    expect(refusal(await take({ All: 'false' }))).toEqual([
      404,
      'MissingParameter.Tags',
      'The parameter - Tags should not be null',
    ])
    const keys = Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`TagKey.${n + 1}`, `k${n}`]))
    expect(refusal(await take(keys)).slice(0, 2)).toEqual([400, 'NumberExceed.Tags'])
    expect(refusal(await take({ 'ResourceId.1': '', All: 'true' })).slice(0, 2)).toEqual([
      404,
      'MissingParameter.ResourceIds',
    ])
  })
})

describe('refusals', () => {
  it('takes nothing when one resource is unknown', async () => {
    expect(refusal(await take({ 'ResourceId.2': 'i-unknown', All: 'true' })).slice(0, 2)).toEqual([
      404,
      'InvalidResourceId.NotFound',
    ])
    expect(await keysOf('instance', 'i-1')).toEqual(['a', 'b', 'c'])
  })

  it('refuses a user without policies', async () => {
    expect(refusal(await take({ All: 'true' }, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('takes the named keys, whatever All says, and passes over others', async () => {
    const { status, body } = await take({ 'TagKey.1': 'b', 'TagKey.2': 'unknown', All: 'true' })
    expect([status, body]).toEqual([200, { RequestId: anyText() }])
    expect(await keysOf('instance', 'i-1')).toEqual(['a', 'c'])
  })

  it('takes all, also off a key pair by its id', async () => {
    expect((await take({ 'ResourceId.1': 'i-2', All: 'true' })).status).toBe(200)
    expect((await take({ ResourceType: 'keypair', 'ResourceId.1': 'ssh-k1', All: 'true' })).status).toBe(200)
    expect(await keysOf('instance', 'i-2')).toEqual([])
    expect(await keysOf('keypair', 'k1')).toEqual([])
    expect(await world.show('i-2')).toMatchObject({ Tags: { Tag: [] } })
  })
})
