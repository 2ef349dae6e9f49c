import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Params } from '../test-support/signed-call.ts'
import { on, tagParams } from '../test-support/tag-calls.ts'
import {
  ALICE,
  denied,
  malformed,
  missing,
  refusal,
  REFUSALS,
  rowsOf,
  startWorld,
  STRANGER,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [
      { id: 'kp-a', name: 'a' },
      { id: 'kp-b', name: 'b' },
      { id: 'kp-south', name: 'south', region: 'cn-guangzhou' },
    ],
    instances: [{ id: 'i-one' }],
  })
  await world.call('CreateTags', {
    ...on('keypair', 'kp-a', 'kp-b'),
    ...tagParams({ env: 'prod', 'a b': '' }),
  })
  await world.call('CreateTags', { ...on('keypair', 'kp-b'), ...tagParams({ env: 'test' }) })
  await world.call('CreateTags', { ...on('instance', 'i-one'), ...tagParams({ env: 'prod' }) })
  const south = { ...on('keypair', 'kp-south'), ...tagParams({ env: 'prod' }) }
  await world.call('CreateTags', south, { region: 'cn-guangzhou' })
})
afterAll(() => world[Symbol.asyncDispose]())

const ask = (params: Params) => world.call('DescribeTags', { ResourceType: 'keypair', ...params })

function short(rows: readonly Readonly<Record<string, unknown>>[]): string[] {
  return rows.map(({ ResourceId, TagKey, TagValue }) => [ResourceId, TagKey, TagValue].join('/'))
}

describe('parsing', () => {
  const a = ['kp-a/a b/', 'kp-a/env/prod']
  const b = ['kp-b/a b/', 'kp-b/env/test']

  test.each<[string, Params, string[]]>([
    ['nothing', {}, [...a, ...b]],
    ['ids', { 'ResourceIds.1': 'kp-b', 'ResourceIds.2': 'kp-none' }, b],
    ['a tag', { 'TagFilters.1.Key': 'env', 'TagFilters.1.Values.1': 'prod' }, a],
    ['a tag with any value', { 'TagFilters.1.Key': 'env' }, [...a, ...b]],
    ['another type', { ResourceType: 'instance' }, ['i-one/env/prod']],
    ['images', { ResourceType: 'image' }, []],
  ])('filters by %s', async (_name, params, expected) => {
    expect(short(rowsOf(await ask(params), 'TagResources'))).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each<[string, Params, readonly unknown[]]>([
    ['no type', { ResourceType: '' }, missing('ResourceType')],
    ['a type that is none', { ResourceType: 'coffee' }, malformed('ResourceType')],
    ['no rows at all', { MaxResults: '0' }, REFUSALS.argument],
    ['a token that is none', { NextToken: 'x' }, malformed('NextToken')],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await ask(params))).toEqual(expected)
  })

  test('a user without a policy; another account sees nothing', async () => {
    const params = { ResourceType: 'keypair' }
    expect(refusal(await world.call('DescribeTags', params, ALICE))).toEqual(
      denied('DescribeTags', 'keypair/*'),
    )
    const { result } = await world.call('DescribeTags', params, STRANGER)
    expect(result).toEqual({ TagResources: [], NextToken: '' })
  })
})

describe('behaviour', () => {
  test('pages until the token is empty, each tag once', async () => {
    const seen: string[] = []
    let token = ''
    do {
      const reply = await ask({ MaxResults: '1', NextToken: token })
      expect(rowsOf(reply, 'TagResources')).toMatchObject([{ ResourceType: 'keypair' }])
      seen.push(...short(rowsOf(reply, 'TagResources')))
      token = String(reply.result?.['NextToken'])
    } while (token !== '')
    expect(seen).toEqual(['kp-a/a b/', 'kp-a/env/prod', 'kp-b/a b/', 'kp-b/env/test'])
  })

  test('has a region of its own', async () => {
    const reply = await world.call('DescribeTags', { ResourceType: 'keypair' }, { region: 'cn-guangzhou' })
    expect(short(rowsOf(reply, 'TagResources'))).toEqual(['kp-south/env/prod'])
  })
})
