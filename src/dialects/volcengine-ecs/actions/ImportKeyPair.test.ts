import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  ED25519_FINGERPRINT,
  ED25519_KEY,
  like,
  malformed,
  missing,
  refusal,
  rowsOf,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ keyPairs: [{ name: 'taken' }] })
})
afterAll(() => world[Symbol.asyncDispose]())

const ECDSA =
  'ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBGsX0fLhLEJH+Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT+NC4v4af5uO5+tKfA+eFivOM1drMV7Oy7ZAaDe/UfU='

describe('parsing', () => {
  test.each([
    ['with a comment and a line end', `${ED25519_KEY} me@host\n`],
    ['of the curve P-256', ECDSA],
  ])('takes a key %s', async (name, PublicKey) => {
    const KeyPairName = name.replaceAll(' ', '_')
    expect((await world.call('ImportKeyPair', { KeyPairName, PublicKey })).status).toBe(200)
  })
})

describe('refusals', () => {
  test.each([
    ['no name', { PublicKey: ED25519_KEY }, missing('KeyPairName')],
    ['no key', { KeyPairName: 'other' }, missing('PublicKey')],
    ['no key line', { KeyPairName: 'other', PublicKey: 'hello' }, malformed('PublicKey')],
    [
      'a blank for the plus',
      { KeyPairName: 'other', PublicKey: ECDSA.replaceAll('+', ' ') },
      malformed('PublicKey'),
    ],
    [
      'a private key',
      { KeyPairName: 'other', PublicKey: '-----BEGIN RSA PRIVATE KEY-----' },
      malformed('PublicKey'),
    ],
    [
      'a bad description',
      { KeyPairName: 'other', PublicKey: ED25519_KEY, Description: '-' },
      malformed('KeyPairDescription'),
    ],
    [
      'a name that is taken',
      { KeyPairName: 'taken', PublicKey: ED25519_KEY },
      [400, 'InvalidKeyPairName.Duplicated', 'The specified KeyPairName already exists.'],
    ],
  ])('%s', async (_name, params: Readonly<Record<string, string>>, expected) => {
    expect(refusal(await world.call('ImportKeyPair', params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    const params = { KeyPairName: 'other', PublicKey: ED25519_KEY }
    expect(refusal(await world.call('ImportKeyPair', params, ALICE))).toEqual(
      denied('ImportKeyPair', 'keypair/*'),
    )
  })
})

describe('behaviour', () => {
  test('the same key may have two names; the answer has no private key', async () => {
    const params = { KeyPairName: 'first', PublicKey: ED25519_KEY }
    const { result } = await world.call('ImportKeyPair', params)
    expect(result).toEqual({
      KeyPairName: 'first',
      KeyPairId: like(/^kp-[0-9a-z]{20}$/),
      FingerPrint: ED25519_FINGERPRINT,
    })
    await world.call('ImportKeyPair', { ...params, KeyPairName: 'second' })
    const found = await world.call('DescribeKeyPairs', { FingerPrint: ED25519_FINGERPRINT })
    expect(rowsOf(found, 'KeyPairs').map(({ KeyPairName }) => KeyPairName)).toEqual(
      expect.arrayContaining(['first', 'second', 'taken']),
    )
  })
})
