import { describe, expect, test } from 'vitest'

import { missing, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { cvmRoom, MALFORMED_KEY_PAIR, NO_SUCH_KEY_PAIR, seededKeyPair } from '../test-support/cvm-room.ts'

const room = cvmRoom(
  'keyPairs:\n' + seededKeyPair('skey-aaaaaaaa', 'a', 1) + seededKeyPair('skey-bbbbbbbb', 'b', 2),
)

const KeyId = 'skey-aaaaaaaa'

async function shown(): Promise<unknown> {
  const { KeyPairSet } = await room.ok('DescribeKeyPairs', { KeyIds: [KeyId] })
  return KeyPairSet
}

describe('parsing', () => {
  test.each([
    [{ KeyName: 'c' }, missing('KeyId')],
    [{ KeyId }, missing('KeyName')],
    [{ KeyId, KeyName: 'c', ProjectId: 0 }, unknown('ProjectId')],
    [{ KeyId: 'skey-1122', KeyName: 'c' }, MALFORMED_KEY_PAIR],
    [{ KeyId, KeyName: '' }, refusal('InvalidParameterValue', /`KeyName`/)],
    [{ KeyId, KeyName: 'n'.repeat(26) }, refusal('InvalidParameterValue', /`KeyName`/)],
    [{ KeyId, KeyName: 'not-this' }, refusal('InvalidParameterValue', /`KeyName`/)],
    [{ KeyId, Description: 'd'.repeat(61) }, refusal('InvalidParameterValue', /`Description`/)],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('ModifyKeyPairAttribute', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each([
    [{ KeyId: 'skey-00000000', KeyName: 'c' }, NO_SUCH_KEY_PAIR],
    [{ KeyId, KeyName: 'b', Description: 'x' }, refusal('InvalidKeyPairName.Duplicate', /`b`/)],
  ])('%j', async (params, expected) => {
    const before = await shown()
    expect(await room.call('ModifyKeyPairAttribute', params)).toEqual(expected)
    expect(await shown()).toEqual(before)
  })
})

describe('behaviour', () => {
  test('renames, describes, clears the description; the rest stays', async () => {
    const [before] = (await shown()) as object[]
    const answer = await room.ok('ModifyKeyPairAttribute', { KeyId, KeyName: 'new_name' })
    expect(Object.keys(answer)).toEqual(['RequestId'])
    expect(await shown()).toEqual([{ ...before, KeyName: 'new_name' }])
    // Sixty characters, not bytes.
    const Description = '钥'.repeat(60)
    await room.ok('ModifyKeyPairAttribute', { KeyId, Description })
    expect(await shown()).toEqual([{ ...before, KeyName: 'new_name', Description }])
    await room.ok('ModifyKeyPairAttribute', { KeyId, Description: '' })
    expect(await shown()).toEqual([{ ...before, KeyName: 'new_name', Description: '' }])
  })

  test('takes its own name', async () => {
    const [{ KeyName } = { KeyName: '' }] = (await shown()) as { KeyName: string }[]
    await room.ok('ModifyKeyPairAttribute', { KeyId, KeyName })
    expect(await shown()).toMatchObject([{ KeyName }])
  })
})
