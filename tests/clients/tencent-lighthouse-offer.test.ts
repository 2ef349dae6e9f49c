import { lighthouse } from 'tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/index.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { like } from '../../src/dialects/kit/tencent/test-support/test-room.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'

const SIGNER = { secretId: 'AKIDacmeroot', secretKey: 'acme-root-secret' }

const SEED = `
accounts:
  - id: "1000000001"
    name: acme
    users: [{ name: root, accessKeys: [{ id: ${SIGNER.secretId}, secret: ${SIGNER.secretKey} }] }]
instances:
  - { dialect: tencent-lighthouse, account: acme, region: ap-guangzhou, id: lhins-running1, name: web-1 }
`

let keyplane: TestKeyplane
let client: InstanceType<typeof lighthouse.v20200324.Client>

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED })
  client = new lighthouse.v20200324.Client({
    credential: SIGNER,
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint: keyplane.endpoint, protocol: 'http://' } },
  })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function refused(code: string): unknown {
  return expect.objectContaining({ code, requestId: like(/^[0-9a-f-]{36}$/) })
}

describe('the official SDK', () => {
  test('lists zones in the order asked for', async () => {
    const { TotalCount, ZoneInfoSet } = await client.DescribeZones({ OrderField: 'ZONE', Order: 'DESC' })
    expect(TotalCount).toBe(ZoneInfoSet?.length)
    expect(ZoneInfoSet?.map(({ Zone }) => Zone)).toEqual([
      ...['ap-guangzhou-7', 'ap-guangzhou-6', 'ap-guangzhou-4', 'ap-guangzhou-3'],
    ])
    expect(ZoneInfoSet?.at(-1)).toEqual({
      ...{ Zone: 'ap-guangzhou-3', ZoneName: 'Guangzhou Zone 3', InstanceDisplayLabel: 'SELECTED' },
    })
  })

  test('chooses a bundle and a blueprint that go together, and buys them', async () => {
    const windows = { Name: 'support-platform-type', Values: ['WINDOWS'] }
    const { BundleSet = [] } = await client.DescribeBundles({
      Filters: [windows],
      Zones: ['ap-guangzhou-3'],
      Limit: 100,
    })
    const { BlueprintSet = [] } = await client.DescribeBlueprints({
      Filters: [{ Name: 'platform-type', Values: ['WINDOWS'] }],
    })
    const [blueprint] = BlueprintSet
    expect(blueprint).toMatchObject({ BlueprintState: 'NORMAL', Platform: 'WINDOWS', SceneIdSet: [] })
    const bundle = BundleSet.find(
      ({ Memory = 0, SystemDiskSize = 0, BundleSalesState }) =>
        BundleSalesState === 'AVAILABLE' &&
        Memory >= (blueprint?.RequiredMemorySize ?? 0) &&
        SystemDiskSize >= (blueprint?.RequiredSystemDiskSize ?? 0),
    )
    expect(bundle?.Price?.InstancePrice).toEqual({
      ...{ OriginalBundlePrice: expect.any(Number), OriginalPrice: expect.any(Number), Currency: 'CNY' },
      ...{ Discount: expect.any(Number), DiscountPrice: expect.any(Number) },
    })
    const wanted = {
      BundleId: bundle?.BundleId ?? '',
      BlueprintId: blueprint?.BlueprintId ?? '',
      InstanceChargePrepaid: { Period: 1 },
      Zones: ['ap-guangzhou-4'],
    }
    const { InstanceIdSet } = await client.CreateInstances(wanted)
    const InstanceIds = InstanceIdSet ?? []
    const { InstanceSet } = await client.DescribeInstances({ InstanceIds })
    expect(InstanceSet?.[0]).toMatchObject({
      ...{ BundleId: wanted.BundleId, BlueprintId: wanted.BlueprintId, Zone: 'ap-guangzhou-4' },
      ...{ PlatformType: 'WINDOWS', Memory: bundle?.Memory, CPU: bundle?.CPU },
    })
    await expect(client.CreateInstances({ ...wanted, BundleId: 'bundle_bw_small1_1' })).rejects.toEqual(
      refused('InvalidParameterValue.BundleNotSupportBlueprintPlatform'),
    )
    await expect(client.CreateInstances({ ...wanted, BundleId: 'bundle_none' })).rejects.toEqual(
      refused('InvalidParameter.BundleIdNotFound'),
    )
  })

  test('sees its quota of key pairs shrink and grow', async () => {
    const left = async () => {
      const answer = await client.DescribeGeneralResourceQuotas({ ResourceNames: ['USER_KEY_PAIR'] })
      const [quota] = answer.GeneralResourceQuotaSet ?? []
      expect(quota).toMatchObject({ ResourceName: 'USER_KEY_PAIR', ResourceQuotaTotal: 10 })
      return quota?.ResourceQuotaAvailable ?? 0
    }
    const before = await left()
    const { KeyPair } = await client.CreateKeyPair({ KeyName: 'counted' })
    expect(await left()).toBe(before - 1)
    await client.DeleteKeyPairs({ KeyIds: [KeyPair?.KeyId ?? ''] })
    expect(await left()).toBe(before)
  })

  test('asks what an instance would refuse, and is refused so', async () => {
    const InstanceIds = ['lhins-running1']
    const { InstanceDeniedActionSet } = await client.DescribeInstancesDeniedActions({ InstanceIds })
    const [set] = InstanceDeniedActionSet ?? []
    expect(set?.InstanceId).toBe('lhins-running1')
    const start = set?.DeniedActions?.find(({ Action }) => Action === 'StartInstances')
    expect(start?.Code).toBe('UnsupportedOperation.InvalidInstanceState')
    await expect(client.StartInstances({ InstanceIds })).rejects.toEqual(
      expect.objectContaining({ code: start?.Code, message: start?.Message }),
    )
  })

  test('is told that two actions, which it does not have any more, are withdrawn', async () => {
    const offline = refused('UnsupportedOperation.OperationOffline')
    await expect(
      client.request('DescribeInstanceLoginKeyPairAttribute', { InstanceId: 'lhins-running1' }),
    ).rejects.toEqual(offline)
    const params = { InstanceIds: ['lhins-running1'], PermitLogin: 'YES' }
    await expect(client.request('ModifyInstancesLoginKeyPairAttribute', params)).rejects.toEqual(offline)
  })
})
