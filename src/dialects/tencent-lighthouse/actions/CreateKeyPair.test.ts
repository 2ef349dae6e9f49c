import { describe, expect, test } from 'vitest'

import { missing, refusal, unknown, like } from '../../kit/tencent/test-support/test-room.ts'
import { lighthouseRoom, seededKeyPair, tooMany } from '../test-support/lighthouse-room.ts'

const FULL = Array.from({ length: 10 }, (_, index) =>
  seededKeyPair(`lhkp-full000${index}`, `full_${index}`, index, 'ap-tokyo'),
)
const room = lighthouseRoom(`keyPairs:\n${FULL.join('')}`)

describe('parsing', () => {
  const tags = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: '' }))
  test.each([
    [{}, missing('KeyName')],
    [{ KeyName: 'a', ProjectId: 0 }, unknown('ProjectId')],
    [{ KeyName: '' }, refusal('InvalidParameterValue.InvalidKeyPairNameEmpty', /empty/)],
    [{ KeyName: 'x'.repeat(26) }, refusal('InvalidParameterValue.InvalidKeyPairNameTooLong', /25/)],
    [{ KeyName: 'a-b' }, refusal('InvalidParameterValue.InvalidKeyPairNameIncludeIllegalChar', /digits/)],
    [{ KeyName: 'a', Tags: tags }, tooMany('Tags')],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('CreateKeyPair', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test('a name that the region has already; another region may have it too', async () => {
    await room.ok('CreateKeyPair', { KeyName: 'taken' })
    expect(await room.call('CreateKeyPair', { KeyName: 'taken' })).toEqual(
      refusal('InvalidParameterValue.DuplicateParameterValue', /`taken` already exists/),
    )
    await room.ok('CreateKeyPair', { KeyName: 'taken' }, { region: 'ap-beijing' })
  })

  test('an eleventh pair in one region', async () => {
    const answer = await room.call('CreateKeyPair', { KeyName: 'eleventh' }, { region: 'ap-tokyo' })
    expect(answer).toEqual(
      refusal('LimitExceeded.KeyPairLimitExceeded', 'The region has 10 key pairs, which is the limit.'),
    )
  })
})

describe('behaviour', () => {
  test('answers both halves, as documented', async () => {
    const Tags = [{ Key: 'team', Value: 'a' }]
    const { KeyPair } = (await room.ok('CreateKeyPair', { KeyName: 'made', Tags })) as {
      KeyPair: Record<string, unknown>
    }
    expect(KeyPair).toEqual({
      ...{ KeyName: 'made', AssociatedInstanceIds: [], AssociatedInstanceSet: [], Tags },
      KeyId: like(/^lhkp-[0-9a-z]{8}$/),
      PublicKey: like(new RegExp(`^ssh-rsa \\S+ ${String(KeyPair['KeyId'])}$`)),
      PrivateKey: like(/^-----BEGIN RSA PRIVATE KEY-----\n/),
      CreatedTime: like(/Z$/),
    })
  })
})
