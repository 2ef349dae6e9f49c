import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runInstance } from '../test-support/run-instances.ts'
import {
  ALICE,
  anyText,
  missing,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld
let made: string

beforeAll(async () => {
  world = await startWorld()
  const tags = { 'Tag.1.Key': 'team', 'Tag.1.Value': 'a' }
  made = await runInstance(world, { ...tags, 'Tag.2.Key': 'only' })
  await runInstance(world, tags)
  const pair = { RegionId: REGION, KeyPairName: 'k1', ...tags, 'Tag.2.Key': 'team2', 'Tag.2.Value': 'b' }
  expect((await world.call('CreateKeyPair', pair)).status).toBe(200)
})
afterAll(() => world[Symbol.asyncDispose]())

function list(params: Record<string, string> = {}) {
  return world.call('DescribeTags', { RegionId: REGION, ...params })
}

async function tags(params: Record<string, string> = {}): Promise<readonly string[]> {
  const { body } = await list(params)
  // The shape is asserted in `behaviour`.
  return (body['Tags'] as { Tag: { TagKey: string }[] }).Tag.map(({ TagKey }) => TagKey)
}

describe('parsing', () => {
  it('wants a region', async () => {
    expect(refusal(await list({ RegionId: '' }))).toEqual(missing('RegionId'))
  })
})

describe('refusals', () => {
  it('refuses a user without policies, and a type that does not exist', async () => {
    const reply = await world.call('DescribeTags', { RegionId: REGION }, ALICE)
    expect(refusal(reply)).toEqual(REFUSALS.forbidden)
    expect(refusal(await list({ ResourceType: 'moon' })).slice(0, 2)).toEqual([
      404,
      'InvalidResourceType.NotFound',
    ])
  })
})

describe('behaviour', () => {
  const none = {
    ...{ Disk: 0, Volume: 0, Image: 0, Snapshot: 0, SnapshotPolicy: 0, Securitygroup: 0, Eni: 0, Ddh: 0 },
    ...{ LaunchTemplate: 0, ReservedInstance: 0 },
  }

  it('counts the resources of each tag', async () => {
    const { body } = await list()
    expect(body).toEqual({
      ...{ RequestId: anyText(), TotalCount: 3, PageNumber: 1, PageSize: 50 },
      Tags: {
        Tag: [
          { TagKey: 'only', TagValue: '', ResourceTypeCount: { ...none, Instance: 1, KeyPair: 0 } },
          { TagKey: 'team', TagValue: 'a', ResourceTypeCount: { ...none, Instance: 2, KeyPair: 1 } },
          { TagKey: 'team2', TagValue: 'b', ResourceTypeCount: { ...none, Instance: 0, KeyPair: 1 } },
        ],
      },
    })
  })

  it.each<[string, () => Record<string, string>, string[]]>([
    ['type', () => ({ ResourceType: 'keypair' }), ['team', 'team2']],
    ['images, as Terraform asks', () => ({ ResourceType: 'image', ResourceId: 'm-1' }), []],
    ['resource', () => ({ ResourceType: 'instance', ResourceId: made }), ['only', 'team']],
    ['key pair', () => ({ ResourceType: 'keypair', ResourceId: 'k1' }), ['team', 'team2']],
    ['a resource that is not there', () => ({ ResourceType: 'instance', ResourceId: 'i-none' }), []],
    ['tag', () => ({ 'Tag.1.Key': 'only' }), ['only']],
    ['a page', () => ({ PageNumber: '2', PageSize: '2' }), ['team2']],
  ])('filters by %s', async (_name, filter, expected) => {
    expect(await tags(filter())).toEqual(expected)
  })
})
