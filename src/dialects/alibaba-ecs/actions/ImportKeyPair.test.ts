import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  anyText,
  missing,
  refusal,
  REFUSALS,
  REGION,
  RSA_FINGERPRINT,
  RSA_KEY,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

const ED25519_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMLLXVOZVYFjRa8Kf0pUOVO7m3yUKIlNIVfx5m3IWIdl demo'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ keyPairs: [{ name: 'taken' }] })
})
afterAll(() => world[Symbol.asyncDispose]())

function importKey(KeyPairName: string, PublicKeyBody: string, params = {}) {
  return world.call('ImportKeyPair', { RegionId: REGION, KeyPairName, PublicKeyBody, ...params })
}

const MALFORMED = [400, 'InvalidPublicKeyBody.Malformed', 'The PublicKeyBody format is not supported.']

describe('parsing', () => {
  it.each(['RegionId', 'KeyPairName', 'PublicKeyBody'])('refuses a call without %s', async (name) => {
    expect(refusal(await importKey('demo', RSA_KEY, { [name]: '' }))).toEqual(missing(name))
  })

  it('refuses a malformed name before it looks at the key', async () => {
    expect(refusal(await importKey('1', 'nonsense'))).toEqual([
      400,
      'InvalidKeyPairName.Malformed',
      'Specified Key Pair name is not valid.',
    ])
  })

  it.each(['nonsense', 'ssh-rsa', 'ssh-rsa AAAA', `${RSA_KEY}\n${RSA_KEY}`, ED25519_KEY])(
    'refuses the key %s',
    async (key) => {
      expect(refusal(await importKey('demo', key))).toEqual(MALFORMED)
    },
  )
})

describe('refusals', () => {
  it('refuses a name that is taken', async () => {
    expect(refusal(await importKey('taken', RSA_KEY))).toEqual([
      400,
      'KeyPair.AlreadyExist',
      'The key pair already exist.',
    ])
  })

  it('refuses an unknown region and a user without policies', async () => {
    expect(refusal(await importKey('demo', RSA_KEY, { RegionId: 'nowhere' }))).toEqual(REFUSALS.region)
    const params = { RegionId: REGION, KeyPairName: 'demo', PublicKeyBody: RSA_KEY }
    expect(refusal(await world.call('ImportKeyPair', params, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('answers with name and fingerprint alone', async () => {
    const { status, body } = await importKey('imported', RSA_KEY)
    expect(status).toBe(200)
    expect(body).toEqual({
      RequestId: anyText(),
      KeyPairName: 'imported',
      KeyPairFingerPrint: RSA_FINGERPRINT,
    })
  })

  it('takes a trailing newline, and the same key under another name', async () => {
    expect((await importKey('again', `${RSA_KEY}\n`)).body).toMatchObject({
      KeyPairFingerPrint: RSA_FINGERPRINT,
    })
  })
})
