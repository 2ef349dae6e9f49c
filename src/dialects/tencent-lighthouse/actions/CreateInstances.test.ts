import { describe, expect, test } from 'vitest'

import { missing, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import {
  lighthouseRoom,
  MALFORMED_KEY_PAIR,
  outside,
  seededKeyPair,
  tooMany,
} from '../test-support/lighthouse-room.ts'

const room = lighthouseRoom('keyPairs:\n' + seededKeyPair('lhkp-aaaaaaaa', 'a', 1))

const PLAIN = {
  BundleId: 'bundle_gen_03',
  BlueprintId: 'lhbp-mxml4cnq',
  InstanceChargePrepaid: { Period: 1 },
}
const WINDOWS = { ...PLAIN, BlueprintId: 'lhbp-m1g6ap11' }
const KeyIds = ['lhkp-aaaaaaaa']

describe('parsing', () => {
  const six = Array.from({ length: 6 }, (_, index) => `lhkp-0000000${index}`)
  test.each([
    [{ ...PLAIN, BundleId: undefined }, missing('BundleId')],
    [{ ...PLAIN, BlueprintId: undefined }, missing('BlueprintId')],
    [{ ...PLAIN, InstanceChargePrepaid: undefined }, missing('InstanceChargePrepaid')],
    [{ ...PLAIN, InstanceChargePrepaid: {} }, missing('InstanceChargePrepaid.Period')],
    [{ ...PLAIN, InstanceChargePrepaid: { Period: 13 } }, outside('InstanceChargePrepaid.Period')],
    [{ ...PLAIN, Placement: {} }, unknown('Placement')],
    [{ ...PLAIN, BundleId: 'big' }, refusal('InvalidParameter.BundleIdNotFound', /bundle ID does not exist/)],
    [
      { ...PLAIN, BlueprintId: 'lhbp-1' },
      refusal('InvalidParameterValue.BlueprintIdMalformed', /blueprint ID/),
    ],
    [{ ...PLAIN, InstanceCount: 31 }, outside('InstanceCount')],
    [{ ...PLAIN, InstanceName: 'n'.repeat(61) }, refusal('InvalidParameterValue.InstanceNameTooLong', /60/)],
    [{ ...PLAIN, ClientToken: 't'.repeat(65) }, refusal('InvalidParameterValue.ClientTokenTooLong', /64/)],
    [{ ...PLAIN, LoginConfiguration: { KeyIds: ['lhkp-1'] } }, MALFORMED_KEY_PAIR],
    [{ ...PLAIN, LoginConfiguration: { KeyIds: six } }, tooMany('LoginConfiguration.KeyIds')],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('CreateInstances', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  const COMBINATION = refusal('InvalidParameterValue.InvalidParameterCombination', /LoginConfiguration/)
  const INVALID = refusal('InvalidParameterValue.InvalidPassword', /complexity/)
  test.each([
    [{ ...PLAIN, Zones: ['ap-tokyo-1'] }, refusal('InvalidParameterValue.InvalidZone', /zone is invalid/)],
    [
      { ...PLAIN, BlueprintId: 'lhbp-00000000' },
      refusal('ResourceNotFound.BlueprintIdNotFound', /blueprint ID does not exist/),
    ],
    [
      { ...PLAIN, BundleId: 'bundle_starter_nmc_lin_med4_01' },
      refusal('ResourcesSoldOut.ZonesHasNoBundleConfigs', /not offered/),
    ],
    [
      { ...PLAIN, BundleId: 'bundle_starter_mc_lg4_01', DryRun: true },
      refusal('ResourcesSoldOut.BundleSoldOut', /sold out/),
    ],
    [
      { ...WINDOWS, BundleId: 'bundle_bw_small1_1' },
      refusal('InvalidParameterValue.BundleNotSupportBlueprintPlatform', /operating system/),
    ],
    [
      { ...WINDOWS, BundleId: 'bundle_2022_std_1c1g' },
      refusal('InvalidParameterValue.BundleAndBlueprintNotMatch', /too small/),
    ],
    [
      { ...PLAIN, LoginConfiguration: { KeyIds: ['lhkp-00000000'] } },
      refusal('ResourceNotFound.KeyPairNotFound', 'The specified key pair does not exist.'),
    ],
    [
      { ...PLAIN, DryRun: true, LoginConfiguration: { KeyIds: ['lhkp-00000000'] } },
      refusal('ResourceNotFound.KeyPairNotFound', /does not exist/),
    ],
    [{ ...PLAIN, LoginConfiguration: { KeyIds, Password: 'Right-pw-1' } }, COMBINATION],
    [{ ...PLAIN, LoginConfiguration: { KeyIds, AutoGeneratePassword: 'YES' } }, COMBINATION],
    [{ ...WINDOWS, LoginConfiguration: { KeyIds } }, COMBINATION],
    [{ ...PLAIN, LoginConfiguration: { Password: 'lower1digits' } }, INVALID],
    [{ ...PLAIN, LoginConfiguration: { Password: 'With blank-1' } }, INVALID],
    [{ ...WINDOWS, LoginConfiguration: { Password: 'Short-pw-1' } }, INVALID],
    [{ ...WINDOWS, LoginConfiguration: { Password: 'Administrator-1' } }, INVALID],
  ])('%j', async (params, expected) => {
    expect(await room.call('CreateInstances', params)).toEqual(expected)
    expect(await room.ok('DescribeInstances')).toMatchObject({ TotalCount: 0 })
  })
})

describe('behaviour', () => {
  test('a dry run that would succeed creates nothing', async () => {
    expect(Object.keys(await room.ok('CreateInstances', { ...PLAIN, DryRun: true }))).toEqual(['RequestId'])
    expect(await room.ok('DescribeInstances')).toMatchObject({ TotalCount: 0 })
  })

  test('a dry run keeps its token free for the call that it tried', async () => {
    const wanted = { ...PLAIN, ClientToken: 'dry-then-real' }
    const signed = { region: 'ap-beijing' }
    await room.ok('CreateInstances', { ...wanted, DryRun: true }, signed)
    const { InstanceIdSet } = await room.ok('CreateInstances', wanted, signed)
    expect(InstanceIdSet).toHaveLength(1)
  })

  test('a bundle brings its cores, memory, disk and bandwidth', async () => {
    const BundleId = 'bundle_starter_mc_med8_02'
    const { InstanceIdSet } = await room.ok('CreateInstances', { ...PLAIN, BundleId })
    expect(await room.instance((InstanceIdSet as string[])[0] ?? '')).toMatchObject({
      ...{ BundleId, CPU: 2, Memory: 8, SystemDisk: { DiskSize: 100 } },
      InternetAccessible: { InternetMaxBandwidthOut: 8, InternetChargeType: 'TRAFFIC_POSTPAID_BY_HOUR' },
    })
  })

  test('PENDING at once with its key bound, then RUNNING', async () => {
    const { InstanceIdSet, RequestId } = await room.ok('CreateInstances', {
      ...{ ...PLAIN, InstanceName: 'made', InstanceCount: 2 },
      ...{ LoginConfiguration: { KeyIds }, Tags: [{ Key: 'team', Value: 'a' }] },
    })
    expect(InstanceIdSet).toHaveLength(2)
    const [id = ''] = InstanceIdSet as string[]
    expect(await room.instance(id)).toMatchObject({
      ...{ InstanceState: 'PENDING', LoginSettings: { KeyIds }, InstanceName: 'made' },
      ...{ LatestOperation: 'CreateInstances', LatestOperationState: 'OPERATING' },
      ...{ LatestOperationRequestId: RequestId, Tags: [{ Key: 'team', Value: 'a' }] },
    })
    expect(await room.call('DeleteKeyPairs', { KeyIds })).toEqual(
      refusal('ResourceInUse.KeyPairInUse', /lhkp-aaaaaaaa/),
    )
    expect(await room.settled(id)).toMatchObject({
      InstanceState: 'RUNNING',
      LatestOperationState: 'SUCCESS',
    })
  })

  test('a generated password lets nobody in; none at all can be set later', async () => {
    const owner = { account: '1000000001', dialect: 'tencent-lighthouse' }
    for (const [LoginConfiguration, allowsPassword] of [
      [{ AutoGeneratePassword: 'YES' }, true],
      [undefined, false],
    ] as const) {
      const { InstanceIdSet } = await room.ok('CreateInstances', { ...WINDOWS, LoginConfiguration })
      const [found] = await room.keyplane.core.database.instances.findByIds(owner, InstanceIdSet as string[])
      expect(found).toMatchObject({ allowsPassword, os: 'windows', name: 'Unnamed' })
    }
  })
})
