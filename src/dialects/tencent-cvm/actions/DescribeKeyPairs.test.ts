import { describe, expect, test } from 'vitest'

import {
  manyIds,
  missing,
  refusal,
  STRANGER,
  unknown,
  like,
} from '../../kit/tencent/test-support/test-room.ts'
import {
  cvmRoom,
  MALFORMED_KEY_PAIR,
  seededInstance,
  seededKeyPair,
  tooMany,
} from '../test-support/cvm-room.ts'

const room = cvmRoom(
  'keyPairs:\n' +
    manyIds('skey-', 25)
      .map((id, index) => seededKeyPair(id, `pair_${index}`, index))
      .join('') +
    'instances:\n' +
    seededInstance('ins-bound001', 'keyPairs: [pair_3]'),
)

async function names(params: object, options = {}) {
  const { KeyPairSet, TotalCount } = await room.ok('DescribeKeyPairs', { ...params }, options)
  const list = (KeyPairSet as { KeyName: string }[]).map(({ KeyName }) => KeyName)
  return { list: list.toSorted(), TotalCount }
}

describe('parsing', () => {
  test.each([
    [{ Name: 'x' }, unknown('Name')],
    [{ KeyIds: ['skey-1122'] }, MALFORMED_KEY_PAIR],
    [{ KeyIds: manyIds('skey-', 101) }, tooMany('KeyIds')],
    [{ Limit: 0 }, refusal('InvalidParameterValueLimit', /`Limit`/)],
    [{ Limit: 101 }, refusal('InvalidParameterValueLimit', /`Limit`/)],
    [{ Offset: -1 }, refusal('InvalidParameterValueOffset', /`Offset`/)],
    [{ Offset: 'x' }, refusal('InvalidParameter', 'Parameter `Offset` type error.')],
    [{ Filters: [{ Name: 'key-id', Values: ['a'] }] }, refusal('InvalidFilter', /`key-id`/)],
    [{ Filters: [{ Name: 'key-name' }] }, missing('Filters.0.Values')],
    [
      { Filters: [{ Name: 'key-name', Values: ['1', '2', '3', '4', '5', '6'] }] },
      refusal('InvalidFilterValue.LimitExceeded', /more than 5/),
    ],
    [
      { Filters: Array.from({ length: 11 }, () => ({ Name: 'key-name', Values: ['a'] })) },
      tooMany('Filters'),
    ],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DescribeKeyPairs', params)).toEqual(expected)
  })

  test('an empty list of filters beside ids is no conflict; unknown fields inside are ignored', async () => {
    expect(await names({ KeyIds: ['skey-00000003'], Filters: [] })).toEqual({
      list: ['pair_3'],
      TotalCount: 1,
    })
    const filter = { Name: 'key-name', Values: ['pair_24'], Fuzzy: true }
    expect(await names({ Filters: [filter] })).toMatchObject({ list: ['pair_24'] })
  })
})

describe('refusals', () => {
  test('ids together with filters', async () => {
    const params = { KeyIds: ['skey-00000003'], Filters: [{ Name: 'key-name', Values: ['a'] }] }
    expect(await room.call('DescribeKeyPairs', params)).toEqual(
      refusal('InvalidParameter', 'The parameters `KeyIds` and `Filters` cannot be given together.'),
    )
  })

  test('a project that is no number', async () => {
    const Filters = [{ Name: 'project-id', Values: ['0', 'default'] }]
    expect(await room.call('DescribeKeyPairs', { Filters })).toEqual(
      refusal('InvalidParameterValue', /`project-id`/),
    )
  })
})

describe('behaviour', () => {
  test('shows a pair with the instances it is bound to and never a private key', async () => {
    const { KeyPairSet } = await room.ok('DescribeKeyPairs', { KeyIds: ['skey-00000003'] })
    expect(KeyPairSet).toEqual([
      {
        ...{ KeyId: 'skey-00000003', KeyName: 'pair_3', ProjectId: 0, Description: '', Tags: [] },
        PublicKey: like(/^ssh-ed25519 \S+ me$/),
        AssociatedInstanceIds: ['ins-bound001'],
        CreatedTime: like(/Z$/),
      },
    ])
  })

  test('pages: twenty at first, the rest behind, and the count of all', async () => {
    const first = await names({})
    const rest = await names({ Offset: 20, Limit: 100 })
    expect([first.TotalCount, rest.TotalCount]).toEqual([25, 25])
    expect([first.list.length, rest.list.length]).toEqual([20, 5])
    expect(new Set([...first.list, ...rest.list]).size).toBe(25)
  })

  test('an unknown id is absent; pairs are seen from every region and by their account only', async () => {
    expect(await names({ KeyIds: ['skey-99999999'] })).toEqual({ list: [], TotalCount: 0 })
    expect(await names({}, { region: 'eu-frankfurt' })).toMatchObject({ TotalCount: 25 })
    expect(await names({}, { signer: STRANGER })).toEqual({ list: [], TotalCount: 0 })
  })

  test('filters: parts of names, any value of one filter, every filter', async () => {
    const named = (...Values: string[]) => ({ Name: 'key-name', Values })
    expect((await names({ Filters: [named('r_7', 'r_8')] })).list).toEqual(['pair_7', 'pair_8'])
    expect((await names({ Filters: [named('r_7', 'r_8'), named('r_8')] })).list).toEqual(['pair_8'])
    expect((await names({ Filters: [named('r_7'), named('r_8')] })).list).toEqual([])
    const project = (id: string) => ({ Name: 'project-id', Values: [id] })
    expect(await names({ Filters: [project('0')] })).toMatchObject({ TotalCount: 25 })
    expect(await names({ Filters: [project('1')] })).toMatchObject({ TotalCount: 0 })
  })

  test('filters by tags: key, any of several keys, value, and both', async () => {
    for (const [name, Key, Value] of [
      ['tagged_1', 'team', 'red'],
      ['tagged_2', 'stage', 'red'],
      ['tagged_3', 'team', 'blue'],
    ]) {
      const TagSpecification = [{ ResourceType: 'keypair', Tags: [{ Key, Value }] }]
      await room.ok('CreateKeyPair', { KeyName: name, ProjectId: 0, TagSpecification }, { signer: STRANGER })
    }
    const found = async (Name: string, ...Values: string[]) =>
      (await names({ Filters: [{ Name, Values }] }, { signer: STRANGER })).list
    expect(await found('tag-key', 'team')).toEqual(['tagged_1', 'tagged_3'])
    expect(await found('tag-key', 'team', 'stage')).toEqual(['tagged_1', 'tagged_2', 'tagged_3'])
    expect(await found('tag-value', 'red')).toEqual(['tagged_1', 'tagged_2'])
    expect(await found('tag:team', 'red', 'green')).toEqual(['tagged_1'])
  })
})
