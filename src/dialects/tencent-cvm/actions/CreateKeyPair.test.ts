import { createPrivateKey, createPublicKey } from 'node:crypto'

import { describe, expect, test } from 'vitest'

import {
  manyIds,
  missing,
  refusal,
  STRANGER,
  unknown,
  like,
} from '../../kit/tencent/test-support/test-room.ts'
import { cvmRoom, seededKeyPair } from '../test-support/cvm-room.ts'

const room = cvmRoom()

function tagged(...keys: readonly string[]) {
  return [{ ResourceType: 'keypair', Tags: keys.map((Key) => ({ Key, Value: 'v' })) }]
}

describe('parsing', () => {
  test.each([
    [{ ProjectId: 0 }, missing('KeyName')],
    [{ KeyName: 'a' }, missing('ProjectId')],
    [{ KeyName: 'a', ProjectId: 0, Size: 2048 }, unknown('Size')],
    [{ KeyName: '', ProjectId: 0 }, refusal('InvalidKeyPairNameEmpty', /empty/)],
    [{ KeyName: 'x'.repeat(26), ProjectId: 0 }, refusal('InvalidKeyPairNameTooLong', /longer than 25/)],
    [{ KeyName: 'a-b', ProjectId: 0 }, refusal('InvalidKeyPairNameIncludeIllegalChar', /letters, digits/)],
    [{ KeyName: '密钥', ProjectId: 0 }, refusal('InvalidKeyPairNameIncludeIllegalChar', /letters, digits/)],
    [{ KeyName: 'a', ProjectId: 7 }, refusal('InvalidProjectId.NotFound', 'The project `7` does not exist.')],
    [{ KeyName: 'a', ProjectId: 'x' }, refusal('InvalidParameter', 'Parameter `ProjectId` type error.')],
    [
      { KeyName: 'a', ProjectId: 0, TagSpecification: [{ ResourceType: 'instance', Tags: [] }] },
      missing('TagSpecification.0.Tags'),
    ],
    [
      {
        KeyName: 'a',
        ProjectId: 0,
        TagSpecification: [{ ResourceType: 'instance', Tags: [{ Key: 'k', Value: 'v' }] }],
      },
      refusal('InvalidParameterValue', /TagSpecification.ResourceType/),
    ],
    [
      { KeyName: 'a', ProjectId: 0, TagSpecification: tagged('k', 'k') },
      refusal('InvalidParameterValue', /`TagSpecification`/),
    ],
    [
      { KeyName: 'a', ProjectId: 0, TagSpecification: tagged('qcs:k') },
      refusal('FailedOperation.TagKeyReserved', /`qcs:k`/),
    ],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('CreateKeyPair', params)).toEqual(expected)
  })

  test('the project may be text, and of two wrong things the missing one is told', async () => {
    await room.ok('CreateKeyPair', { KeyName: 'x'.repeat(25), ProjectId: '0' })
    expect(await room.call('CreateKeyPair', { KeyName: 'a-b' })).toEqual(missing('ProjectId'))
  })
})

describe('refusals', () => {
  test('a name that the account has already, in whatever region', async () => {
    await room.ok('CreateKeyPair', { KeyName: 'taken', ProjectId: 0 })
    const again = await room.call(
      'CreateKeyPair',
      { KeyName: 'taken', ProjectId: 0 },
      { region: 'ap-beijing' },
    )
    expect(again).toEqual(
      refusal('InvalidKeyPairName.Duplicate', 'The key pair name `taken` is already in use.'),
    )
    await room.ok('CreateKeyPair', { KeyName: 'taken', ProjectId: 0 }, { signer: STRANGER })
  })
})

describe('a full account', () => {
  const full = cvmRoom(
    'keyPairs:\n' +
      manyIds('skey-', 100)
        .map((id, index) => seededKeyPair(id, `pair_${index}`, index))
        .join(''),
  )

  test('gets no further pair, in whatever region, until one is deleted', async () => {
    const params = { KeyName: 'one_more', ProjectId: 0 }
    expect(await full.call('CreateKeyPair', params, { region: 'ap-tokyo' })).toEqual(
      refusal('InvalidKeyPair.LimitExceeded', 'The account has 100 key pairs, which is the limit.'),
    )
    await full.ok('DeleteKeyPairs', { KeyIds: ['skey-00000000'] })
    expect(await full.ok('CreateKeyPair', params)).toMatchObject({ KeyPair: { KeyName: 'one_more' } })
  })
})

describe('behaviour', () => {
  test('answers both halves of an RSA-2048 pair, as documented', async () => {
    const params = {
      KeyName: 'made',
      ProjectId: 0,
      TagSpecification: [{ ResourceType: 'keypair', Tags: [{ Key: 'team', Value: 'a' }] }],
    }
    const { KeyPair } = (await room.ok('CreateKeyPair', params)) as { KeyPair: Record<string, string> }
    expect(KeyPair).toEqual({
      ...{ KeyName: 'made', ProjectId: 0, Description: '', AssociatedInstanceIds: [] },
      KeyId: like(/^skey-[0-9a-z]{8}$/),
      PublicKey: like(new RegExp(`^ssh-rsa \\S+ ${KeyPair['KeyId']}$`)),
      PrivateKey: like(/^-----BEGIN RSA PRIVATE KEY-----\n([^\n]{1,64}\n)+-----END RSA PRIVATE KEY-----\n$/),
      CreatedTime: like(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      Tags: [{ Key: 'team', Value: 'a' }],
    })
    const { n } = createPublicKey(createPrivateKey(KeyPair['PrivateKey'] ?? '')).export({ format: 'jwk' })
    const modulus = Buffer.from(n ?? '', 'base64url')
    expect(modulus).toHaveLength(256)
    const blob = Buffer.from(KeyPair['PublicKey']?.split(' ')[1] ?? '', 'base64')
    expect(blob.subarray(-256).equals(modulus)).toBe(true)
  })
})
