import { describe, expect, test } from 'vitest'

import { manyIds, missing, refusal, STRANGER, unknown } from '../../kit/tencent/test-support/test-room.ts'
import {
  cvmRoom,
  MALFORMED_KEY_PAIR,
  NO_SUCH_KEY_PAIR,
  seededInstance,
  seededKeyPair,
  tooMany,
} from '../test-support/cvm-room.ts'

const room = cvmRoom(
  'keyPairs:\n' +
    seededKeyPair('skey-aaaaaaaa', 'a', 1) +
    seededKeyPair('skey-bbbbbbbb', 'b', 2) +
    'instances:\n' +
    seededInstance('ins-bound001', 'state: stopped, keyPairs: [b]'),
)

describe('parsing', () => {
  test.each([
    [{}, missing('KeyIds')],
    [{ KeyIds: [] }, missing('KeyIds')],
    [{ KeyIds: ['skey-1122'] }, MALFORMED_KEY_PAIR],
    [{ KeyIds: manyIds('skey-', 101) }, tooMany('KeyIds')],
    [{ KeyId: 'skey-aaaaaaaa' }, unknown('KeyId')],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DeleteKeyPairs', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test('nothing is deleted when one pair is unknown or bound', async () => {
    expect(await room.call('DeleteKeyPairs', { KeyIds: ['skey-aaaaaaaa', 'skey-00000000'] })).toEqual(
      NO_SUCH_KEY_PAIR,
    )
    expect(await room.call('DeleteKeyPairs', { KeyIds: ['skey-aaaaaaaa', 'skey-bbbbbbbb'] })).toEqual(
      refusal(
        'InvalidParameterValue.KeyPairNotSupported',
        /^The specified key does not support the operation/,
      ),
    )
    expect(await room.ok('DescribeKeyPairs')).toMatchObject({ TotalCount: 2 })
  })

  test("another account's pair is as unknown as none", async () => {
    const answer = await room.call('DeleteKeyPairs', { KeyIds: ['skey-aaaaaaaa'] }, { signer: STRANGER })
    expect(answer).toEqual(NO_SUCH_KEY_PAIR)
  })
})

describe('behaviour', () => {
  test('a pair goes, from any region; a bound one once it is unbound', async () => {
    const gone = await room.ok('DeleteKeyPairs', { KeyIds: ['skey-aaaaaaaa'] }, { region: 'ap-tokyo' })
    expect(Object.keys(gone)).toEqual(['RequestId'])
    await room.ok('DisassociateInstancesKeyPairs', {
      InstanceIds: ['ins-bound001'],
      KeyIds: ['skey-bbbbbbbb'],
    })
    await room.settled('ins-bound001')
    await room.ok('DeleteKeyPairs', { KeyIds: ['skey-bbbbbbbb', 'skey-bbbbbbbb'] })
    expect(await room.ok('DescribeKeyPairs')).toMatchObject({ TotalCount: 0, KeyPairSet: [] })
  })
})
