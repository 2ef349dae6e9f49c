import { createPrivateKey } from 'node:crypto'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  anyText,
  missing,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  STRANGER,
  type TestWorld,
  textLike,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [
      { name: 'taken' },
      ...Array.from({ length: 500 }, (_, index) => ({ name: `k${index}`, region: 'cn-qingdao' })),
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function create(KeyPairName: string, params = {}) {
  return world.call('CreateKeyPair', { RegionId: REGION, KeyPairName, ...params })
}

const MALFORMED = [400, 'InvalidKeyPairName.Malformed', 'Specified Key Pair name is not valid.']

describe('parsing', () => {
  it('refuses a call without a region or a name', async () => {
    expect(refusal(await create('demo', { RegionId: '' }))).toEqual(missing('RegionId'))
    expect(refusal(await create(''))).toEqual(missing('KeyPairName'))
  })

  it.each(['a', '1name', '_name', 'a b', 'http://name', 'https://name', `a${'b'.repeat(128)}`])(
    'refuses the name %s',
    async (name) => {
      expect(refusal(await create(name))).toEqual(MALFORMED)
    },
  )

  it.each(['ab', '密钥-1', 'a:b_c.d-e', `a${'b'.repeat(127)}`])('takes the name %s', async (name) => {
    expect((await create(name)).body).toMatchObject({ KeyPairName: name })
  })

  it.each([
    ['aliyun-x', 'v', 'InvalidTagKey.Malformed', 'The specified Tag.n.Key is not valid.'],
    ['acs:x', 'v', 'InvalidTagKey.Malformed', 'The specified Tag.n.Key is not valid.'],
    ['see http://x', 'v', 'InvalidTagKey.Malformed', 'The specified Tag.n.Key is not valid.'],
    ['', 'v', 'InvalidTagKey.Malformed', 'The specified Tag.n.Key is not valid.'],
    ['k', 'acs:x', 'InvalidTagValue.Malformed', 'The specified Tag.n.Value is not valid.'],
  ])('refuses the tag %s=%s', async (key, value, code, message) => {
    const tags = { 'Tag.1.Key': key, 'Tag.1.Value': value }
    expect(refusal(await create('tagged', tags))).toEqual([400, code, message])
  })

  it('refuses a repeated tag key and more than 20 tags', async () => {
    const twice = { 'Tag.1.Key': 'k', 'Tag.2.Key': 'k' }
    expect(refusal(await create('tagged', twice))).toEqual([
      400,
      'Duplicate.TagKey',
      'The Tag.N.Key contain duplicate key.',
    ])
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`Tag.${n + 1}.Key`, `k${n}`]))
    expect(refusal(await create('tagged', many)).slice(0, 2)).toEqual([403, 'QuotaExceed.Tags'])
  })
})

describe('refusals', () => {
  it('refuses a name that is taken in the region', async () => {
    expect(refusal(await create('taken'))).toEqual([
      400,
      'KeyPair.AlreadyExist',
      'The key pair already exist.',
    ])
    expect((await create('taken', { RegionId: 'cn-beijing' })).status).toBe(200)
  })

  it('refuses the 501st pair of a region', async () => {
    expect(refusal(await create('one-more', { RegionId: 'cn-qingdao' }))).toEqual([
      403,
      'QuotaExceed.KeyPair',
      'The key pair quota exceeds.',
    ])
  })

  it('refuses a resource group that cannot exist', async () => {
    expect(refusal(await create('grouped', { ResourceGroupId: 'nonsense' }))).toEqual([
      404,
      'InvalidResourceGroup.NotFound',
      'The ResourceGroup provided does not exist in our records.',
    ])
  })

  it('refuses an unknown region and a user without policies', async () => {
    expect(refusal(await create('demo', { RegionId: 'cn-nowhere' }))).toEqual(REFUSALS.region)
    const params = { RegionId: REGION, KeyPairName: 'demo' }
    expect(refusal(await world.call('CreateKeyPair', params, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('returns a private key whose public half is kept', async () => {
    const { status, body } = await create('fresh', {
      'Tag.1.Key': 'team',
      'Tag.1.Value': 'web',
      ResourceGroupId: 'rg-amnhr7u7c7hj****',
    })
    expect(status).toBe(200)
    expect(body).toEqual({
      RequestId: anyText(),
      KeyPairId: textLike(/^ssh-[0-9a-z]{20}$/),
      KeyPairName: 'fresh',
      KeyPairFingerPrint: textLike(/^[0-9a-f]{32}$/),
      PrivateKeyBody: textLike(/^-----BEGIN RSA PRIVATE KEY-----\n[^]*\n-----END RSA PRIVATE KEY-----\n$/),
    })
    const { asymmetricKeyDetails } = createPrivateKey(String(body['PrivateKeyBody']))
    expect(asymmetricKeyDetails?.modulusLength).toBe(2048)
    const listed = await world.call('DescribeKeyPairs', { RegionId: REGION, KeyPairName: 'fresh' })
    expect(listed.body).toMatchObject({
      TotalCount: 1,
      KeyPairs: {
        KeyPair: [
          {
            KeyPairFingerPrint: body['KeyPairFingerPrint'],
            ResourceGroupId: 'rg-amnhr7u7c7hj****',
            Tags: { Tag: [{ TagKey: 'team', TagValue: 'web' }] },
          },
        ],
      },
    })
    expect(JSON.stringify(listed.body)).not.toContain('PRIVATE')
  })

  it('keeps accounts apart', async () => {
    await create('mine')
    const own = { RegionId: REGION, KeyPairName: 'mine' }
    expect((await world.call('DescribeKeyPairs', own, STRANGER)).body).toMatchObject({ TotalCount: 0 })
    expect((await world.call('CreateKeyPair', own, STRANGER)).status).toBe(200)
  })
})
