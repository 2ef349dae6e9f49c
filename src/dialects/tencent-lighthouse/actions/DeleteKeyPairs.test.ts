import { describe, expect, test } from 'vitest'

import { manyIds, missing, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import {
  DUPLICATED,
  lighthouseRoom,
  MALFORMED_KEY_PAIR,
  NO_SUCH_KEY_PAIR,
  seededInstance,
  seededKeyPair,
  tooMany,
} from '../test-support/lighthouse-room.ts'

const room = lighthouseRoom(
  'keyPairs:\n' +
    seededKeyPair('lhkp-aaaaaaaa', 'a', 1) +
    seededKeyPair('lhkp-bbbbbbbb', 'b', 2) +
    'instances:\n' +
    seededInstance('lhins-bound001', 'keyPairs: [b]'),
)

describe('parsing', () => {
  test.each([
    [{}, missing('KeyIds')],
    [{ KeyIds: ['lhkp-1122'] }, MALFORMED_KEY_PAIR],
    [{ KeyIds: manyIds('lhkp-', 11) }, tooMany('KeyIds')],
    [{ KeyIds: ['lhkp-aaaaaaaa', 'lhkp-aaaaaaaa'] }, DUPLICATED],
    [{ KeyIds: ['lhkp-aaaaaaaa'], Force: true }, unknown('Force')],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DeleteKeyPairs', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test('nothing is deleted when one pair is unknown, elsewhere or bound', async () => {
    const KeyIds = ['lhkp-aaaaaaaa', 'lhkp-bbbbbbbb']
    expect(await room.call('DeleteKeyPairs', { KeyIds })).toEqual(
      refusal('ResourceInUse.KeyPairInUse', 'The key pair `lhkp-bbbbbbbb` is bound to an instance.'),
    )
    expect(await room.call('DeleteKeyPairs', { KeyIds: ['lhkp-aaaaaaaa', 'lhkp-00000000'] })).toEqual(
      NO_SUCH_KEY_PAIR,
    )
    expect(await room.call('DeleteKeyPairs', { KeyIds }, { region: 'ap-tokyo' })).toEqual(NO_SUCH_KEY_PAIR)
    expect(await room.ok('DescribeKeyPairs')).toMatchObject({ TotalCount: 2 })
  })
})

describe('behaviour', () => {
  test('pairs go; one that was just unbound goes at once', async () => {
    await room.ok('DisassociateInstancesKeyPairs', {
      InstanceIds: ['lhins-bound001'],
      KeyIds: ['lhkp-bbbbbbbb'],
    })
    expect(await room.settled('lhins-bound001')).toMatchObject({ LatestOperationState: 'SUCCESS' })
    const answer = await room.ok('DeleteKeyPairs', { KeyIds: ['lhkp-aaaaaaaa', 'lhkp-bbbbbbbb'] })
    expect(Object.keys(answer)).toEqual(['RequestId'])
    expect(await room.ok('DescribeKeyPairs')).toMatchObject({ TotalCount: 0, KeyPairSet: [] })
  })
})
