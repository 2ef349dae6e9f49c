import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { USER_SECRET, userWith } from '../../kit/policies/test-support/seeded-users.ts'
import {
  ALICE,
  anyText,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  STRANGER,
  type TestWorld,
} from '../test-support/test-world.ts'

const RULE = { Action: 'ecs:*', Resource: '*' }
/** May do everything but touch `prod`. */
const GUARDED = {
  Version: '1',
  Statement: [
    { Effect: 'Allow', ...RULE },
    { Effect: 'Deny', ...RULE, Resource: 'acs:ecs:*:*:keypair/prod' },
  ],
}
const BOB = { accessKeyId: 'AKbob', secret: USER_SECRET }

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [
      { name: 'k1', id: 'ssh-k1' },
      { name: 'prod', id: 'ssh-prod' },
      { name: 'k3', id: 'ssh-k3' },
    ],
    instances: [{ id: 'i-1' }, { id: 'i-2' }, { id: 'i-beijing', region: 'cn-beijing' }],
    users: [userWith('bob', 'alibaba-ecs', [GUARDED])],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function put(params: Record<string, string> = {}, how = {}) {
  const given = {
    ...{ RegionId: REGION, ResourceType: 'keypair', 'ResourceId.1': 'k1' },
    ...{ 'Tag.1.Key': 'team', 'Tag.1.Value': 'web' },
  }
  return world.call('TagResources', { ...given, ...params }, how)
}

async function tagsOfPair(KeyPairName: string): Promise<unknown> {
  const { body } = await world.call('DescribeKeyPairs', { RegionId: REGION, KeyPairName })
  // The shape of the answer is tested with DescribeKeyPairs.
  return (body['KeyPairs'] as { KeyPair: { Tags: unknown }[] }).KeyPair[0]?.Tags
}

function shouldNotBeNull(name: string) {
  return [404, `MissingParameter.${name}`, `The parameter - ${name} should not be null`]
}

function numbered(name: (n: number) => string, count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [name(n + 1), `x${n}`]))
}

const NOT_FOUND = [
  404,
  'InvalidResourceId.NotFound',
  'The specified ResourceIds are not found in our records.',
]

describe('parsing', () => {
  it.each([
    [{ RegionId: '' }, shouldNotBeNull('RegionId')],
    [{ ResourceType: '' }, shouldNotBeNull('ResourceType')],
    [{ 'ResourceId.1': '' }, shouldNotBeNull('ResourceIds')],
    [{ 'Tag.1.Key': '', 'Tag.1.Value': '' }, shouldNotBeNull('Tags')],
    [
      numbered((n) => `ResourceId.${n}`, 51),
      [400, 'NumberExceed.ResourceIds', "The ResourceIds parameter's number is exceed , Valid : 50"],
    ],
    [
      numbered((n) => `Tag.${n}.Key`, 21),
      [400, 'NumberExceed.Tags', "The Tags parameter's number is exceed , Valid : 20"],
    ],
    [{ 'Tag.2.Key': 'team' }, [400, 'Duplicate.TagKey', 'The Tag.N.Key contain duplicate key.']],
    [{ 'Tag.1.Key': 'acs:x' }, [400, 'InvalidTagKey.Malformed', 'The specified Tag.n.Key is not valid.']],
    [
      { 'Tag.1.Value': 'http://x' },
      [400, 'InvalidTagValue.Malformed', 'The specified Tag.n.Value is not valid.'],
    ],
    [
      { ResourceType: 'KeyPair' },
      [404, 'InvalidResourceType.NotFound', 'The ResourceType provided does not exist in our records.'],
    ],
  ])('refuses %j', async (params, expected) => {
    expect(refusal(await put(params))).toEqual(expected)
  })
})

describe('refusals', () => {
  it.each([
    { 'ResourceId.1': 'unknown' },
    { ResourceType: 'instance', 'ResourceId.1': 'k1' },
    { ResourceType: 'instance', 'ResourceId.1': 'i-beijing' },
    { ResourceType: 'disk', 'ResourceId.1': 'd-1' },
    { 'ResourceId.1': 'k3', 'ResourceId.2': 'unknown' },
  ])('tags nothing for %j', async (params) => {
    expect(refusal(await put(params))).toEqual(NOT_FOUND)
    expect(await tagsOfPair('k3')).toEqual({ Tag: [] })
  })

  it('refuses the twenty-first tag of a resource, and an unknown region', async () => {
    expect((await put({ 'ResourceId.1': 'prod', ...numbered((n) => `Tag.${n}.Key`, 20) })).status).toBe(200)
    expect(refusal(await put({ 'ResourceId.1': 'prod', 'Tag.1.Key': 'more' })).slice(0, 2)).toEqual([
      400,
      'OperationDenied.QuotaExceed',
    ])
    expect(refusal(await put({ RegionId: 'nowhere' }))).toEqual(REFUSALS.region)
  })

  it('refuses a user without policies, and finds nothing of another account', async () => {
    expect(refusal(await put({}, ALICE))).toEqual(REFUSALS.forbidden)
    expect(refusal(await put({}, STRANGER))).toEqual(NOT_FOUND)
  })

  it('judges a pair by its name, also when it is given by its id', async () => {
    expect((await put({}, BOB)).status).toBe(200)
    for (const id of ['prod', 'ssh-prod']) {
      expect(refusal(await put({ 'ResourceId.1': 'k1', 'ResourceId.2': id }, BOB))).toEqual(
        REFUSALS.forbidden,
      )
    }
  })
})

describe('behaviour', () => {
  it('tags key pairs by name or id and overwrites what is there', async () => {
    const { status, body } = await put({ 'Tag.2.Key': 'env' })
    expect([status, body]).toEqual([200, { RequestId: anyText() }])
    await put({ 'ResourceId.1': 'ssh-k1', 'Tag.1.Value': 'db' })
    expect(await tagsOfPair('k1')).toEqual({
      Tag: [
        { TagKey: 'team', TagValue: 'db' },
        { TagKey: 'env', TagValue: '' },
      ],
    })
  })

  it('tags instances, each once', async () => {
    const ids = { 'ResourceId.1': 'i-1', 'ResourceId.2': 'i-2', 'ResourceId.3': 'i-1' }
    expect((await put({ ResourceType: 'instance', ...ids })).status).toBe(200)
    for (const id of ['i-1', 'i-2']) {
      expect(await world.show(id)).toMatchObject({ Tags: { Tag: [{ TagKey: 'team', TagValue: 'web' }] } })
    }
  })
})
