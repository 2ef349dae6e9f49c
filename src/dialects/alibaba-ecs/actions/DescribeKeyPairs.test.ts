import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  anyText,
  invalid,
  missing,
  refusal,
  REFUSALS,
  REGION,
  RSA_FINGERPRINT,
  RSA_KEY,
  startWorld,
  STRANGER,
  type TestWorld,
  textLike,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [
      { name: 'webKey' },
      { name: 'Key' },
      { name: 'KeyStore' },
      { name: 'beijing', region: 'cn-beijing' },
      ...Array.from({ length: 60 }, (_, index) => ({ name: `k${index}`, region: 'cn-shanghai' })),
    ],
  })
  await world.call('CreateKeyPair', {
    RegionId: 'cn-shenzhen',
    KeyPairName: 'tagged',
    ResourceGroupId: 'rg-one',
    'Tag.1.Key': 'team',
    'Tag.1.Value': 'web',
    'Tag.2.Key': 'tier',
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function list(params: Record<string, string> = {}) {
  return world.call('DescribeKeyPairs', { RegionId: REGION, ...params })
}

async function names(params: Record<string, string>): Promise<string[]> {
  const { body } = await list(params)
  // The shape is asserted in `behaviour`.
  const { KeyPair } = body['KeyPairs'] as { KeyPair: { KeyPairName: string }[] }
  return KeyPair.map(({ KeyPairName }) => KeyPairName).toSorted()
}

describe('parsing', () => {
  it('refuses a call without a region', async () => {
    expect(refusal(await list({ RegionId: '' }))).toEqual(missing('RegionId'))
  })

  it.each([
    ['PageNumber', '0'],
    ['PageNumber', 'x'],
    ['PageSize', '0'],
    ['PageSize', '1.5'],
    ['IncludePublicKey', 'maybe'],
    ['KeyPairName.1', 'x'],
  ])('refuses %s=%s', async (name, value) => {
    expect(refusal(await list({ [name]: value }))).toEqual(invalid(name.replace('.1', '')))
  })

  it('ignores what it does not know, and owner parameters', async () => {
    expect((await list({ OwnerId: '1', Whatever: 'x' })).status).toBe(200)
  })
})

describe('refusals', () => {
  it('refuses an unknown region and a user without policies', async () => {
    expect(refusal(await list({ RegionId: 'nowhere' }))).toEqual(REFUSALS.region)
    const reply = await world.call('DescribeKeyPairs', { RegionId: REGION }, ALICE)
    expect(refusal(reply)).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('shows every field of a pair', async () => {
    const { status, body } = await list({ KeyPairName: 'webKey' })
    expect(status).toBe(200)
    expect(body).toEqual({
      RequestId: anyText(),
      TotalCount: 1,
      PageNumber: 1,
      PageSize: 10,
      KeyPairs: {
        KeyPair: [
          {
            KeyPairName: 'webKey',
            KeyPairFingerPrint: RSA_FINGERPRINT,
            CreationTime: textLike(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/),
            ResourceGroupId: '',
            PublicKey: '',
            Tags: { Tag: [] },
          },
        ],
      },
    })
  })

  it.each([
    ['Key', ['Key']],
    ['*Key', ['Key', 'webKey']],
    ['Key*', ['Key', 'KeyStore']],
    ['*Key*', ['Key', 'KeyStore', 'webKey']],
    ['*', ['Key', 'KeyStore', 'webKey']],
    ['key', []],
    ['nobody', []],
  ])('finds %s', async (KeyPairName, expected) => {
    expect(await names({ KeyPairName })).toEqual(expected)
  })

  it('shows the public key only when asked', async () => {
    const { body } = await list({ KeyPairName: 'webKey', IncludePublicKey: 'TRUE' })
    expect(body).toMatchObject({ KeyPairs: { KeyPair: [{ PublicKey: RSA_KEY }] } })
  })

  it.each([
    RSA_FINGERPRINT,
    RSA_FINGERPRINT.toUpperCase(),
    'dc:2c:ba:8d:b8:4d:2d:5f:d2:31:07:04:18:ca:97:5f',
  ])('finds the fingerprint %s', async (KeyPairFingerPrint) => {
    expect(await names({ KeyPairFingerPrint, KeyPairName: 'webKey' })).toEqual(['webKey'])
    expect(await names({ KeyPairFingerPrint: '0'.repeat(32) })).toEqual([])
  })

  it('filters by tags and resource group', async () => {
    const RegionId = 'cn-shenzhen'
    expect(await names({ RegionId, 'Tag.1.Key': 'team' })).toEqual(['tagged'])
    expect(await names({ RegionId, 'Tag.1.Key': 'team', 'Tag.1.Value': 'db' })).toEqual([])
    expect(await names({ RegionId, 'Tag.1.Key': 'team', 'Tag.2.Key': 'tier' })).toEqual(['tagged'])
    expect(await names({ RegionId, 'Tag.1.Key': 'team', 'Tag.2.Key': 'none' })).toEqual([])
    expect(await names({ RegionId, ResourceGroupId: 'rg-one' })).toEqual(['tagged'])
    expect(await names({ RegionId, ResourceGroupId: 'rg-two' })).toEqual([])
  })

  it('cuts the page size to 50 and pages without repeating a row', async () => {
    const RegionId = 'cn-shanghai'
    const first = await list({ RegionId, PageSize: '100' })
    expect(first.body).toMatchObject({ TotalCount: 60, PageNumber: 1, PageSize: 50 })
    const pages = [
      await names({ RegionId, PageSize: '50' }),
      await names({ RegionId, PageSize: '50', PageNumber: '2' }),
    ]
    expect(pages.map((page) => page.length)).toEqual([50, 10])
    expect(new Set(pages.flat()).size).toBe(60)
    const beyond = await list({ RegionId, PageNumber: '99' })
    expect(beyond.body).toMatchObject({ TotalCount: 60, PageNumber: 99, KeyPairs: { KeyPair: [] } })
  })

  it('shows nothing of another account', async () => {
    const { body } = await world.call('DescribeKeyPairs', { RegionId: REGION }, STRANGER)
    expect(body).toMatchObject({ TotalCount: 0, KeyPairs: { KeyPair: [] } })
  })

  it('answers in XML to a V1 call without a format', async () => {
    const { text } = await world.call('DescribeKeyPairs', { RegionId: 'cn-chengdu' }, { form: 'v1-get' })
    expect(text).toMatch(
      /^<\?xml version='1.0' encoding='UTF-8'\?><DescribeKeyPairsResponse><RequestId>[^<]+<\/RequestId><TotalCount>0<\/TotalCount><PageNumber>1<\/PageNumber><PageSize>10<\/PageSize><KeyPairs\/><\/DescribeKeyPairsResponse>$/,
    )
  })
})
