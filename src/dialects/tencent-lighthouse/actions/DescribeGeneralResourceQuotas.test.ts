import { describe, expect, test } from 'vitest'

import { missing, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { lighthouseRoom, seededInstance, seededKeyPair } from '../test-support/lighthouse-room.ts'

const room = lighthouseRoom(
  'keyPairs:\n' +
    seededKeyPair('lhkp-aaaaaaaa', 'a', 1) +
    seededKeyPair('lhkp-tokyo001', 'far', 2, 'ap-tokyo') +
    'instances:\n' +
    seededInstance('lhins-first001') +
    seededInstance('lhins-isolated', 'state: shutdown') +
    seededInstance('lhins-tokyo001', '', 'ap-tokyo'),
)

async function quota(name: string, options = {}): Promise<[available: unknown, total: unknown]> {
  const answer = await room.ok('DescribeGeneralResourceQuotas', { ResourceNames: [name] }, options)
  const [set] = answer['GeneralResourceQuotaSet'] as Record<string, unknown>[]
  expect(set?.['ResourceName']).toBe(name)
  return [set?.['ResourceQuotaAvailable'], set?.['ResourceQuotaTotal']]
}

describe('parsing', () => {
  test.each([
    [{}, missing('ResourceNames')],
    [{ ResourceNames: ['USER_KEY_PAIR'], Limit: 1 }, unknown('Limit')],
    [
      { ResourceNames: ['USER_KEY_PAIR', 'KEYS'] },
      refusal('InvalidParameterValue.InvalidResourceQuotaResourceName', /name of the resource/),
    ],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DescribeGeneralResourceQuotas', params)).toEqual(expected)
  })
})

describe('behaviour', () => {
  test('counts the key pairs of the region, as CreateKeyPair does', async () => {
    expect(await quota('USER_KEY_PAIR')).toEqual([9, 10])
    expect(await quota('USER_KEY_PAIR', { region: 'ap-seoul' })).toEqual([10, 10])
    const created: unknown[] = []
    for (let left = 8; left >= 0; left -= 1) {
      const { KeyPair } = await room.ok('CreateKeyPair', { KeyName: `pair_${left}` })
      created.push(KeyPair)
      expect(await quota('USER_KEY_PAIR')).toEqual([left, 10])
    }
    expect(await room.call('CreateKeyPair', { KeyName: 'one_more' })).toEqual(
      refusal('LimitExceeded.KeyPairLimitExceeded', /10/),
    )
    const { KeyId } = created[0] as { KeyId: string }
    await room.ok('DeleteKeyPairs', { KeyIds: [KeyId] })
    expect(await quota('USER_KEY_PAIR')).toEqual([1, 10])
  })

  test('counts the instances of a kind of bundle, isolated ones too', async () => {
    const [available, total] = await quota('GENERAL_BUNDLE_INSTANCE')
    expect(available).toBe(Number(total) - 2)
    expect(await quota('STARTER_BUNDLE_INSTANCE')).toEqual([total, total])
    await room.ok('CreateInstances', {
      ...{ BundleId: 'bundle_starter_mc_med4_02', BlueprintId: 'lhbp-mxml4cnq', InstanceCount: 3 },
      InstanceChargePrepaid: { Period: 1 },
    })
    expect(await quota('STARTER_BUNDLE_INSTANCE')).toEqual([Number(total) - 3, total])
    expect(await quota('GENERAL_BUNDLE_INSTANCE')).toEqual([available, total])
  })

  test('answers for every name, each once, in the order given', async () => {
    const names = ['DATA_DISK', 'STORAGE_BUNDLE_INSTANCE', 'GAME_PORTAL_BUNDLE_INSTANCE', 'SNAPSHOT']
    const answer = await room.ok('DescribeGeneralResourceQuotas', { ResourceNames: [...names, 'SNAPSHOT'] })
    const set = answer['GeneralResourceQuotaSet'] as Record<string, unknown>[]
    expect(set.map(({ ResourceName }) => ResourceName)).toEqual(names)
    for (const row of set) expect(row['ResourceQuotaAvailable']).toBe(row['ResourceQuotaTotal'])
  })
})
