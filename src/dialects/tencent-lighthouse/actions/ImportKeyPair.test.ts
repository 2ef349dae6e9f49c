import { describe, expect, test } from 'vitest'

import { rsaLine } from '../../kit/tencent/test-support/rsa-line.ts'
import { missing, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { lighthouseRoom } from '../test-support/lighthouse-room.ts'

const room = lighthouseRoom()
const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGRbxe8KQXxFYkpcUZCe7XoYW1SUMBEnAdThI2x34+ak me'

describe('parsing', () => {
  test.each([
    [{ PublicKey: 'x' }, missing('KeyName')],
    [{ KeyName: 'a' }, missing('PublicKey')],
    [{ KeyName: 'a', PublicKey: 'x', Comment: 'y' }, unknown('Comment')],
    [
      { KeyName: 'a b', PublicKey: 'x' },
      refusal('InvalidParameterValue.InvalidKeyPairNameIncludeIllegalChar', /digits/),
    ],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('ImportKeyPair', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each([ED25519, 'ssh-rsa AAAA', ''])('a key that is no RSA key: %s', async (PublicKey) => {
    expect(await room.call('ImportKeyPair', { KeyName: 'a', PublicKey })).toEqual(
      refusal('InvalidParameterValue.KeyPairPublicKeyMalformed', /not an OpenSSH RSA public key/),
    )
  })

  test('a key that the region has already, whatever its comment', async () => {
    const PublicKey = rsaLine()
    await room.ok('ImportKeyPair', { KeyName: 'first', PublicKey })
    const twin = { KeyName: 'second', PublicKey: `${PublicKey} other` }
    expect(await room.call('ImportKeyPair', twin)).toEqual(
      refusal('InvalidParameterValue.KeyPairPublicKeyDuplicated', /already stored as `lhkp-/),
    )
    await room.ok('ImportKeyPair', twin, { region: 'ap-tokyo' })
  })
})

describe('behaviour', () => {
  test.each(['', ' me@home', '  two  blanks', '\n', ' me\r\n'])(
    'the text comes back with %j behind it',
    async (end) => {
      const PublicKey = rsaLine() + end
      const KeyName = `end_${end.length}_${end.trim().length}`
      const { KeyId } = await room.ok('ImportKeyPair', { KeyName, PublicKey })
      expect(KeyId).toMatch(/^lhkp-[0-9a-z]{8}$/)
      const { KeyPairSet } = await room.ok('DescribeKeyPairs', { KeyIds: [KeyId] })
      expect(KeyPairSet).toMatchObject([{ PublicKey }])
    },
  )
})
