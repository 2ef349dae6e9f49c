import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  anyText,
  invalid,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

/** Twenty tags, `t00` to `t19`. */
const MANY = Object.fromEntries(
  Array.from({ length: 20 }, (_, n) => [`Tag.${n + 1}.Key`, `t${String(n).padStart(2, '0')}`]),
)

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [
      { name: 'k1', id: 'ssh-k1' },
      { name: 'k2', id: 'ssh-k2' },
      { name: 'k3', id: 'ssh-k3', region: 'cn-beijing' },
    ],
    instances: [{ id: 'i-1' }, { id: 'i-2' }, { id: 'i-3' }],
  })
  const team = (name: string, value: string) => ({
    ...{ ResourceType: 'keypair', 'ResourceId.1': name, 'Tag.1.Key': 'team', 'Tag.1.Value': value },
  })
  const ids = { 'ResourceId.1': 'i-1', 'ResourceId.2': 'i-2', 'ResourceId.3': 'i-3' }
  for (const params of [
    { RegionId: REGION, ...team('k1', 'web') },
    { RegionId: REGION, ...team('k2', 'db') },
    { RegionId: 'cn-beijing', ...team('k3', 'web') },
    { RegionId: REGION, ResourceType: 'instance', ...ids, ...MANY },
  ]) {
    expect((await world.call('TagResources', params)).status).toBe(200)
  }
})
afterAll(() => world[Symbol.asyncDispose]())

function list(params: Record<string, string> = {}, how = {}) {
  return world.call('ListTagResources', { RegionId: REGION, ResourceType: 'keypair', ...params }, how)
}

async function rowsOf(params: Record<string, string>) {
  const { body } = await list(params)
  // The shape is asserted in `behaviour`.
  const { TagResource } = body['TagResources'] as { TagResource: Record<string, string>[] }
  return {
    rows: TagResource.map((row) => `${row['ResourceId']}.${row['TagKey']}`),
    next: String(body['NextToken']),
  }
}

describe('parsing', () => {
  it.each([
    [{}, [404, 'MissingParameter.ResourceIds', 'The parameter - ResourceIds should not be null']],
    [
      { 'Tag.1.Value': 'web' },
      [400, 'InvalidParameter.TagValue', 'The specified parameter Tag.N.Value is not valid.'],
    ],
    [{ 'Tag.1.Key': 'a', 'TagFilter.1.TagKey': 'a' }, invalid('TagFilter')],
    [
      { 'TagFilter.1.TagKey': 'te*' },
      [400, 'UnsupportedParameter', 'The parameter TagFilter with * is not supported.'],
    ],
    [
      { 'Tag.1.Key': 'acs:rm:rgId', 'Tag.1.Value': 'rg-1' },
      [400, 'UnsupportedParameter', 'The parameter Tag.N.Key=acs:rm:rgId is not supported.'],
    ],
    [{ 'ResourceId.1': 'k1', NextToken: '!' }, invalid('NextToken')],
  ])('refuses %j', async (params, expected) => {
    expect(refusal(await list(params))).toEqual(expected)
  })
})

describe('refusals', () => {
  it('refuses a user without policies, and an unknown region', async () => {
    expect(refusal(await list({ 'ResourceId.1': 'k1' }, ALICE))).toEqual(REFUSALS.forbidden)
    expect(refusal(await list({ 'ResourceId.1': 'k1', RegionId: 'nowhere' }))).toEqual(REFUSALS.region)
  })
})

describe('behaviour', () => {
  it('shows a key pair by its name, asked for by name or id', async () => {
    for (const id of ['k1', 'ssh-k1']) {
      expect((await list({ 'ResourceId.1': id, 'ResourceId.2': 'unknown' })).body).toEqual({
        RequestId: anyText(),
        NextToken: '',
        TagResources: {
          TagResource: [{ ResourceId: 'k1', ResourceType: 'keypair', TagKey: 'team', TagValue: 'web' }],
        },
      })
    }
  })

  it('leaves out what is unknown, of another region or of no kind that is here', async () => {
    for (const params of [
      { 'ResourceId.1': 'unknown' },
      { 'ResourceId.1': 'k3' },
      { ResourceType: 'disk', 'Tag.1.Key': 'team' },
    ]) {
      expect((await rowsOf(params)).rows).toEqual([])
    }
  })

  it('lists what has the tags', async () => {
    expect((await rowsOf({ 'Tag.1.Key': 'team' })).rows).toEqual(['k1.team', 'k2.team'])
    expect((await rowsOf({ 'Tag.1.Key': 'team', 'Tag.1.Value': 'db' })).rows).toEqual(['k2.team'])
    const either = { 'TagFilter.1.TagValues.1': 'web', 'TagFilter.1.TagValues.2': 'none' }
    expect((await rowsOf({ 'TagFilter.1.TagKey': 'team', ...either })).rows).toEqual(['k1.team'])
  })

  it('goes through fifty at a time without a gap or a repeat', async () => {
    const first = await rowsOf({ ResourceType: 'instance', 'Tag.1.Key': 't00' })
    const second = await rowsOf({ ResourceType: 'instance', 'Tag.1.Key': 't00', NextToken: first.next })
    expect([first.rows.length, second.rows.length, second.next]).toEqual([50, 10, ''])
    expect(new Set([...first.rows, ...second.rows]).size).toBe(60)
  })

  it('answers XML with one element for each tag', async () => {
    const params = { 'Tag.1.Key': 'team' }
    const { text } = await list(params, { form: 'v1-get', format: 'XML' })
    expect(text.replace(/<RequestId>.*<\/RequestId>/, '')).toBe(
      "<?xml version='1.0' encoding='UTF-8'?><ListTagResourcesResponse><NextToken></NextToken><TagResources>" +
        '<TagResource><ResourceId>k1</ResourceId><ResourceType>keypair</ResourceType><TagKey>team</TagKey>' +
        '<TagValue>web</TagValue></TagResource><TagResource><ResourceId>k2</ResourceId>' +
        '<ResourceType>keypair</ResourceType><TagKey>team</TagKey><TagValue>db</TagValue></TagResource>' +
        '</TagResources></ListTagResourcesResponse>',
    )
    const empty = await list({ 'Tag.1.Key': 'unknown' }, { form: 'v1-get', format: 'XML' })
    expect(empty.text).toContain('<TagResources/>')
  })
})
