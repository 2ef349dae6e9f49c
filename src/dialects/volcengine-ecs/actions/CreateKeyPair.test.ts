import { createPrivateKey } from 'node:crypto'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  malformed,
  missing,
  REFUSALS,
  refusal,
  rowsOf,
  startWorld,
  type TestWorld,
  tooMany,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  const keyPairs = Array.from({ length: 500 }, (_, place) => ({
    name: `full-${place}`,
    region: 'cn-shanghai',
  }))
  world = await startWorld({ keyPairs: [{ name: 'taken' }, ...keyPairs] })
})
afterAll(() => world[Symbol.asyncDispose]())

describe('parsing', () => {
  test.each(['a1', 'ssh_key_pair', 'a-b.c-d', `a${'b'.repeat(63)}`])(
    'takes the name %s',
    async (KeyPairName) => {
      expect((await world.call('CreateKeyPair', { KeyPairName })).result).toMatchObject({ KeyPairName })
    },
  )

  test.each(['a', `a${'b'.repeat(64)}`, '-ab', 'ab.', 'a--b', 'a..b', 'a b', '密钥'])(
    'refuses the name %s',
    async (KeyPairName) => {
      expect(refusal(await world.call('CreateKeyPair', { KeyPairName }))).toEqual(malformed('KeyPairName'))
    },
  )
})

describe('refusals', () => {
  const name = { KeyPairName: 'other' }
  const tags = Object.fromEntries(
    Array.from({ length: 21 }, (_, place) => [`Tags.${place + 1}.Key`, `k${place}`]),
  )

  test.each([
    ['a bad token before all', { ClientToken: 'é' }, REFUSALS.clientToken],
    ['no name', { KeyPairName: '' }, missing('KeyPairName')],
    ['a bad description', { ...name, Description: '1st' }, malformed('KeyPairDescription')],
    ['a long description', { ...name, Description: 'x'.repeat(256) }, malformed('KeyPairDescription')],
    ['a bad project', { ...name, ProjectName: 'a b' }, malformed('ProjectName')],
    ['21 tags', { ...name, ...tags }, tooMany('Tags')],
    ['a tag without a key', { ...name, 'Tags.1.Value': 'v' }, malformed('TagKey')],
    ['a tag twice', { ...name, 'Tags.1.Key': 'k', 'Tags.2.Key': 'k' }, malformed('TagKey')],
    [
      'a name that is taken',
      { KeyPairName: 'taken' },
      [400, 'InvalidKeyPairName.Duplicated', 'The specified KeyPairName already exists.'],
    ],
  ])('%s', async (_name, params: Readonly<Record<string, string>>, expected) => {
    expect(refusal(await world.call('CreateKeyPair', params))).toEqual(expected)
  })

  test('the 501st of a region', async () => {
    const reply = await world.call('CreateKeyPair', name, { region: 'cn-shanghai' })
    expect(refusal(reply)).toEqual(tooMany('KeyPairs'))
  })

  test('a user without a policy', async () => {
    expect(refusal(await world.call('CreateKeyPair', name, ALICE))).toEqual(
      denied('CreateKeyPair', 'keypair/*'),
    )
  })
})

describe('behaviour', () => {
  test('the private key is an RSA key of 2048 bits, given once', async () => {
    const params = {
      KeyPairName: 'made',
      Description: 'A key, 描述。',
      ProjectName: 'web',
      'Tags.1.Key': 'team',
      'Tags.1.Value': 'a',
    }
    const { result } = await world.call('CreateKeyPair', params)
    expect(Object.keys(result ?? {})).toEqual(['KeyPairName', 'KeyPairId', 'FingerPrint', 'PrivateKey'])
    expect(result?.['KeyPairId']).toMatch(/^kp-[0-9a-z]{20}$/)
    const privateKey = String(result?.['PrivateKey'])
    expect(privateKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/)
    expect(createPrivateKey(privateKey).asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 })

    const [shown] = rowsOf(await world.call('DescribeKeyPairs', { 'KeyPairNames.1': 'made' }), 'KeyPairs')
    expect(shown).toMatchObject({
      KeyPairId: result?.['KeyPairId'],
      FingerPrint: result?.['FingerPrint'],
      Description: 'A key, 描述。',
      ProjectName: 'web',
      Tags: [{ Key: 'team', Value: 'a' }],
    })
  })

  test('the same name in two regions is two pairs', async () => {
    const reply = await world.call('CreateKeyPair', { KeyPairName: 'taken' }, { region: 'cn-guangzhou' })
    expect(reply.status).toBe(200)
  })
})
