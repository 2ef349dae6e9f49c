import { describe, expect, test } from 'vitest'

import { rsaLine } from '../../kit/tencent/test-support/rsa-line.ts'
import { missing, refusal, STRANGER, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { cvmRoom } from '../test-support/cvm-room.ts'

const room = cvmRoom()
const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGRbxe8KQXxFYkpcUZCe7XoYW1SUMBEnAdThI2x34+ak me'
const MALFORMED = refusal('InvalidPublicKey.Malformed', 'The public key is not an OpenSSH RSA public key.')

describe('parsing', () => {
  const PublicKey = rsaLine()
  test.each([
    [{ KeyName: 'a', PublicKey }, missing('ProjectId')],
    [{ KeyName: 'a', ProjectId: 0 }, missing('PublicKey')],
    [{ KeyName: 'a', ProjectId: 0, PublicKey, Bits: 1 }, unknown('Bits')],
    [{ KeyName: 'a b', ProjectId: 0, PublicKey }, refusal('InvalidKeyPairNameIncludeIllegalChar', /digits/)],
    [{ KeyName: 'a', ProjectId: 9, PublicKey }, refusal('InvalidProjectId.NotFound', /`9`/)],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('ImportKeyPair', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each([ED25519, 'ssh-rsa AAAA', 'nonsense', ''])('a key that is no RSA key: %s', async (PublicKey) => {
    expect(await room.call('ImportKeyPair', { KeyName: 'a', ProjectId: 0, PublicKey })).toEqual(MALFORMED)
  })

  test('a key or a name that is there already, in the same account only', async () => {
    const PublicKey = rsaLine()
    const { KeyId } = await room.ok('ImportKeyPair', { KeyName: 'first', ProjectId: 0, PublicKey })
    const twin = { KeyName: 'second', ProjectId: 0, PublicKey: `${PublicKey} another comment` }
    expect(await room.call('ImportKeyPair', twin)).toEqual(
      refusal('InvalidPublicKey.Duplicate', `The public key is already stored as \`${String(KeyId)}\`.`),
    )
    const namesake = { KeyName: 'first', ProjectId: 0, PublicKey: rsaLine() }
    expect(await room.call('ImportKeyPair', namesake)).toEqual(
      refusal('InvalidKeyPairName.Duplicate', /`first`/),
    )
    await room.ok('ImportKeyPair', twin, { signer: STRANGER })
  })
})

describe('behaviour', () => {
  test('answers the id alone; the listed key has a third word, comment or not', async () => {
    const line = rsaLine()
    const plain = await room.ok('ImportKeyPair', { KeyName: 'plain', ProjectId: 0, PublicKey: `${line}\n` })
    expect(Object.keys(plain)).toEqual(['KeyId', 'RequestId'])
    const other = rsaLine()
    const named = await room.ok('ImportKeyPair', {
      KeyName: 'named',
      ProjectId: 0,
      PublicKey: `${other} me@home`,
    })
    const { KeyPairSet } = await room.ok('DescribeKeyPairs', { KeyIds: [plain['KeyId'], named['KeyId']] })
    const keys = (KeyPairSet as { PublicKey: string }[]).map(({ PublicKey }) => PublicKey)
    expect(keys.toSorted()).toEqual([`${line} ${String(plain['KeyId'])}`, `${other} me@home`].toSorted())
  })
})
