import { describe, expect, test } from 'vitest'

import { manyIds, refusal, STRANGER, unknown, like } from '../../kit/tencent/test-support/test-room.ts'
import {
  DUPLICATED,
  lighthouseRoom,
  MALFORMED_KEY_PAIR,
  outside,
  seededInstance,
  seededKeyPair,
  tooMany,
} from '../test-support/lighthouse-room.ts'

const room = lighthouseRoom(
  'keyPairs:\n' +
    manyIds('lhkp-', 6)
      .map((id, index) => seededKeyPair(id, `pair_${index}`, index))
      .join('') +
    seededKeyPair('lhkp-tokyo001', 'pair_0', 0, 'ap-tokyo') +
    'instances:\n' +
    seededInstance('lhins-bound001', 'keyPairs: [pair_3], loginUser: ubuntu'),
)

async function ids(params: object, options = {}): Promise<string[]> {
  const { KeyPairSet } = await room.ok('DescribeKeyPairs', { ...params }, options)
  return (KeyPairSet as { KeyId: string }[]).map(({ KeyId }) => KeyId).toSorted()
}

describe('parsing', () => {
  test.each([
    [{ Name: 'x' }, unknown('Name')],
    [{ KeyIds: ['lhkp-1122'] }, MALFORMED_KEY_PAIR],
    [{ KeyIds: ['lhkp-00000001', 'lhkp-00000001'] }, DUPLICATED],
    [{ KeyIds: manyIds('lhkp-', 101) }, tooMany('KeyIds')],
    [{ Limit: 101 }, outside('Limit')],
    [{ Limit: -1 }, refusal('InvalidParameterValue.Negative', /`Limit` must not be negative/)],
    [{ Offset: -1 }, refusal('InvalidParameterValue.Negative', /`Offset` must not be negative/)],
    [
      { Filters: [{ Name: 'project-id', Values: ['0'] }] },
      refusal('InvalidParameter.InvalidFilter', /project-id/),
    ],
    [
      { Filters: [{ Name: 'key-id', Values: ['1', '2', '3', '4', '5', '6'] }] },
      refusal(
        'InvalidParameterValue.LimitExceeded',
        'Invalid parametric value: the number of parameter values exceeds the upper limit. (`Filters`)',
      ),
    ],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DescribeKeyPairs', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test('ids together with filters', async () => {
    const params = { KeyIds: ['lhkp-00000003'], Filters: [{ Name: 'key-name', Values: ['a'] }] }
    expect(await room.call('DescribeKeyPairs', params)).toEqual(
      refusal('InvalidParameter.ParameterConflict', /cannot be given together/),
    )
  })
})

describe('behaviour', () => {
  test('shows a pair, the instances it is bound to and their users', async () => {
    const { KeyPairSet } = await room.ok('DescribeKeyPairs', { KeyIds: ['lhkp-00000003'] })
    expect(KeyPairSet).toEqual([
      {
        ...{ KeyId: 'lhkp-00000003', KeyName: 'pair_3', Tags: [] },
        PublicKey: like(/^ssh-ed25519 \S+ me$/),
        AssociatedInstanceIds: ['lhins-bound001'],
        AssociatedInstanceSet: [{ InstanceId: 'lhins-bound001', Username: 'ubuntu' }],
        CreatedTime: like(/Z$/),
      },
    ])
  })

  test('a region, an account, a page; an unknown id is absent', async () => {
    expect(await ids({})).toEqual(manyIds('lhkp-', 6))
    expect(await ids({}, { region: undefined })).toEqual(manyIds('lhkp-', 6))
    expect(await ids({}, { region: 'ap-tokyo' })).toEqual(['lhkp-tokyo001'])
    expect(await ids({}, { signer: STRANGER })).toEqual([])
    expect(await ids({ KeyIds: ['lhkp-99999999'] })).toEqual([])
    const { TotalCount, KeyPairSet } = await room.ok('DescribeKeyPairs', { Offset: 4, Limit: 5 })
    expect([TotalCount, (KeyPairSet as unknown[]).length]).toEqual([6, 2])
  })

  test('filters by id and by parts of names', async () => {
    const filtered = (Name: string, ...Values: string[]) => ids({ Filters: [{ Name, Values }] })
    expect(await filtered('key-id', 'lhkp-00000002', 'lhkp-99999999')).toEqual(['lhkp-00000002'])
    expect(await filtered('key-name', 'r_4', 'r_5')).toEqual(['lhkp-00000004', 'lhkp-00000005'])
    expect(await filtered('tag:team', 'a')).toEqual([])
  })
})
