import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  ED25519_FINGERPRINT,
  ED25519_KEY,
  like,
  listed,
  malformed,
  refusal,
  REFUSALS,
  rowsOf,
  startWorld,
  STRANGER,
  type TestWorld,
  tooMany,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [
      { id: 'kp-a', name: 'web_a' },
      { id: 'kp-b', name: 'web_b' },
      { id: 'kp-c', name: 'db' },
      { id: 'kp-south', name: 'south', region: 'cn-guangzhou' },
    ],
  })
  await world.call('ImportKeyPair', {
    KeyPairName: 'tagged',
    PublicKey: ED25519_KEY,
    ProjectName: 'web',
    'Tags.1.Key': 'team',
    'Tags.1.Value': 'a',
    'Tags.2.Key': 'env',
  })
})
afterAll(() => world[Symbol.asyncDispose]())

type Params = Readonly<Record<string, string>>

async function names(params: Params): Promise<string[]> {
  const rows = rowsOf(await world.call('DescribeKeyPairs', params), 'KeyPairs')
  return rows.map(({ KeyPairName }) => String(KeyPairName)).toSorted()
}

describe('parsing', () => {
  test.each<[string, Params, string[]]>([
    ['all', {}, ['db', 'tagged', 'web_a', 'web_b']],
    ['an empty list, as the Go SDK writes it', { KeyPairIds: '' }, ['db', 'tagged', 'web_a', 'web_b']],
    ['ids', listed('KeyPairIds', ['kp-a', 'kp-none', 'kp-c']), ['db', 'web_a']],
    ['names', listed('KeyPairNames', ['db', 'none']), ['db']],
    ['a part of the name', { KeyPairName: 'web' }, ['web_a', 'web_b']],
    ['both names', { KeyPairName: 'web', 'KeyPairNames.1': 'web_b' }, ['web_b']],
    ['the fingerprint', { FingerPrint: ED25519_FINGERPRINT, 'KeyPairIds.1': 'kp-b' }, ['web_b']],
    ['the project', { ProjectName: 'web' }, ['tagged']],
    ['the default project', { ProjectName: 'default', KeyPairName: 'tagged' }, []],
    ['a tag', { 'TagFilters.1.Key': 'team', 'TagFilters.1.Values.1': 'a' }, ['tagged']],
    [
      'one of two values',
      { 'TagFilters.1.Key': 'team', 'TagFilters.1.Values.1': 'b', 'TagFilters.1.Values.2': 'a' },
      ['tagged'],
    ],
    ['a tag with any value', { 'TagFilters.1.Key': 'env' }, ['tagged']],
    ['two tags of which one is missing', { 'TagFilters.1.Key': 'env', 'TagFilters.2.Key': 'none' }, []],
    ['what is unknown', { 'KeyPairNames.1': 'none' }, []],
    ['parameters nobody knows', { NameRegex: '.*', 'KeyPairIds.1': 'kp-a' }, ['web_a']],
  ])('filters by %s', async (_name, params, expected) => {
    expect(await names(params)).toEqual(expected)
  })
})

describe('refusals', () => {
  const many = Array.from({ length: 101 }, (_, place) => `x${place}`)

  test.each<[string, Params, readonly unknown[]]>([
    ['101 ids', listed('KeyPairIds', many), tooMany('KeyPairIds')],
    ['101 names', listed('KeyPairNames', many), tooMany('KeyPairNames')],
    ['no rows at all', { MaxResults: '0' }, REFUSALS.argument],
    ['too many rows', { MaxResults: '501' }, REFUSALS.argument],
    ['a size that is no number', { MaxResults: 'ten' }, malformed('MaxResults')],
    ['a token that is none', { NextToken: 'x' }, malformed('NextToken')],
    ['a text for a list', { KeyPairIds: 'kp-a' }, malformed('KeyPairIds')],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await world.call('DescribeKeyPairs', params))).toEqual(expected)
  })

  test('a user without a policy; another account sees nothing', async () => {
    expect(refusal(await world.call('DescribeKeyPairs', {}, ALICE))).toEqual(
      denied('DescribeKeyPairs', 'keypair/*'),
    )
    const reply = await world.call('DescribeKeyPairs', {}, STRANGER)
    expect(reply.result).toEqual({ KeyPairs: [], NextToken: '' })
  })
})

describe('behaviour', () => {
  test('shows texts only, and neither the key nor the instances', async () => {
    const [shown] = rowsOf(await world.call('DescribeKeyPairs', { 'KeyPairIds.1': 'kp-a' }), 'KeyPairs')
    expect(shown).toEqual({
      KeyPairId: 'kp-a',
      KeyPairName: 'web_a',
      FingerPrint: ED25519_FINGERPRINT,
      Description: '',
      CreatedAt: like(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/),
      UpdatedAt: like(/\+08:00$/),
      ProjectName: 'default',
      Tags: [],
    })
  })

  test('pages until the token is empty, each pair once', async () => {
    const seen: string[] = []
    let token = ''
    do {
      const reply = await world.call('DescribeKeyPairs', { MaxResults: '1', NextToken: token })
      seen.push(...rowsOf(reply, 'KeyPairs').map(({ KeyPairName }) => String(KeyPairName)))
      token = String(reply.result?.['NextToken'])
    } while (token !== '')
    expect(seen[0]).toBe('tagged')
    expect(seen.toSorted()).toEqual(['db', 'tagged', 'web_a', 'web_b'])
  })

  test('has a region of its own', async () => {
    const reply = await world.call('DescribeKeyPairs', {}, { region: 'cn-guangzhou' })
    expect(rowsOf(reply, 'KeyPairs')).toMatchObject([{ KeyPairId: 'kp-south' }])
  })
})
