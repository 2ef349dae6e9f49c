import { lighthouse } from 'tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/index.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { rsaLine } from '../../src/dialects/kit/tencent/test-support/rsa-line.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'

// Exactly the calls that the Terraform provider makes, and the fields that it reads without looking or compares.
// Source: spec/tencent.md §4.1 (rows "lighthouse"), §4.5.

const SIGNER = { secretId: 'AKIDacmeroot', secretKey: 'acme-root-secret' }

const SEED = `
accounts:
  - id: "1000000001"
    name: acme
    users: [{ name: root, accessKeys: [{ id: ${SIGNER.secretId}, secret: ${SIGNER.secretKey} }] }]
instances:
  - { dialect: tencent-lighthouse, account: acme, region: ap-guangzhou, id: lhins-attach01 }
  - { dialect: tencent-lighthouse, account: acme, region: ap-guangzhou, id: lhins-power001 }
`

let keyplane: TestKeyplane
let client: InstanceType<typeof lighthouse.v20200324.Client>

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED, transitionMs: 200 })
  const httpProfile = { endpoint: keyplane.endpoint, protocol: 'http://' }
  client = new lighthouse.v20200324.Client({
    ...{ credential: SIGNER, region: 'ap-guangzhou', profile: { httpProfile } },
  })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

async function readKeyPair(id: string) {
  const { KeyPairSet } = await client.DescribeKeyPairs({ KeyIds: [id] })
  return KeyPairSet?.[0]
}

/** The provider panics when an instance it polls for is not listed. */
async function readInstance(id: string) {
  const { InstanceSet } = await client.DescribeInstances({ InstanceIds: [id], Offset: 0, Limit: 100 })
  return InstanceSet?.[0]
}

/** Its poll: SUCCESS and nothing else ends it. The state is never null, and OPERATING at the first look. */
async function succeeded(id: string): Promise<void> {
  expect((await readInstance(id))?.LatestOperationState).toBe('OPERATING')
  const state = async () => (await readInstance(id))?.LatestOperationState
  await expect.poll(state, { timeout: 10_000 }).toBe('SUCCESS')
}

/** Its other poll: a state, and no operation any more. */
async function settled(id: string, state: string): Promise<void> {
  const shown = async () => {
    const instance = await readInstance(id)
    return { state: instance?.InstanceState, isBusy: instance?.LatestOperationState === 'OPERATING' }
  }
  await expect.poll(shown, { timeout: 10_000 }).toEqual({ state, isBusy: false })
}

describe('tencentcloud_lighthouse_key_pair', () => {
  test('created: the private key comes once, and no later read has that field', async () => {
    const { KeyPair } = await client.CreateKeyPair({ KeyName: 'tf_created' })
    expect(KeyPair?.PrivateKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/)
    const id = KeyPair?.KeyId ?? ''
    const read = await readKeyPair(id)
    expect(read).toMatchObject({ KeyName: 'tf_created', PublicKey: KeyPair?.PublicKey })
    expect(read?.CreatedTime).toMatch(/Z$/)
    expect(read).not.toHaveProperty('PrivateKey')
    await client.DeleteKeyPairs({ KeyIds: [id] })
    expect(await readKeyPair(id)).toBeUndefined()
  })

  test('imported: the public key is compared whole, its line end too', async () => {
    for (const [KeyName, PublicKey] of [
      ['tf_commented', `${rsaLine()} someone@example`],
      ['tf_line_end', `${rsaLine()}\n`],
    ] as const) {
      const { KeyId = '' } = await client.ImportKeyPair({ KeyName, PublicKey })
      expect((await readKeyPair(KeyId))?.PublicKey).toBe(PublicKey)
      await client.DeleteKeyPairs({ KeyIds: [KeyId] })
    }
  })
})

describe('tencentcloud_lighthouse_key_pair_attachment', () => {
  test('binds, is read from the side of the pair, unbinds; the pair can be deleted at once', async () => {
    const { KeyPair } = await client.CreateKeyPair({ KeyName: 'tf_attached' })
    const KeyIds = [KeyPair?.KeyId ?? '']
    const InstanceIds = ['lhins-attach01']
    await client.AssociateInstancesKeyPairs({ KeyIds, InstanceIds })
    await succeeded('lhins-attach01')
    expect((await readKeyPair(KeyIds[0] ?? ''))?.AssociatedInstanceIds).toContain('lhins-attach01')
    await client.DisassociateInstancesKeyPairs({ KeyIds, InstanceIds })
    await succeeded('lhins-attach01')
    // Not retried by the provider.
    await client.DeleteKeyPairs({ KeyIds })
  })
})

describe('tencentcloud_lighthouse_instance', () => {
  test('lives: created, renamed, its password and system reset, isolated, terminated', async () => {
    const { InstanceIdSet } = await client.CreateInstances({
      ...{ BundleId: 'bundle2022_gen_01', BlueprintId: 'lhbp-f1lkcd41', InstanceName: 'hello world' },
      InstanceChargePrepaid: { Period: 1, RenewFlag: 'NOTIFY_AND_AUTO_RENEW' },
      ...{ Zones: ['ap-guangzhou-3'], LoginConfiguration: { AutoGeneratePassword: 'YES' } },
      Containers: [{ ContainerImage: 'ccr.ccs.tencentyun.com/qcloud/nginx', ContainerName: 'nginx' }],
    })
    const [id = ''] = InstanceIdSet ?? []
    await expect.poll(async () => (await readInstance(id))?.InstanceState).toBe('RUNNING')
    expect(await readInstance(id)).toMatchObject({
      ...{ BundleId: 'bundle2022_gen_01', BlueprintId: 'lhbp-f1lkcd41', InstanceName: 'hello world' },
      ...{ RenewFlag: 'NOTIFY_AND_AUTO_RENEW', Zone: 'ap-guangzhou-3' },
    })

    await client.ModifyInstancesAttribute({ InstanceIds: [id], InstanceName: 'renamed' })
    expect(await readInstance(id)).toMatchObject({ InstanceName: 'renamed', LatestOperationState: 'SUCCESS' })
    await client.ResetInstancesPassword({ InstanceIds: [id], Password: 'Right-pw-1' })
    await settled(id, 'RUNNING')
    await client.ResetInstance({
      ...{ InstanceId: id, BlueprintId: 'lhbp-mxml4cnq', LoginConfiguration: { Password: 'Right-pw-2' } },
    })
    expect((await readInstance(id))?.LatestOperationState).toBe('OPERATING')
    await settled(id, 'RUNNING')
    expect((await readInstance(id))?.BlueprintId).toBe('lhbp-mxml4cnq')

    await client.IsolateInstances({ InstanceIds: [id], IsolateDataDisk: true })
    await settled(id, 'SHUTDOWN')
    await client.TerminateInstances({ InstanceIds: [id] })
    await expect.poll(() => readInstance(id)).toBeUndefined()
  })
})

describe('tencentcloud_lighthouse_stop_instance, start_instance, reboot_instance', () => {
  test('each waits for SUCCESS', async () => {
    const InstanceIds = ['lhins-power001']
    await client.StopInstances({ InstanceIds })
    await succeeded('lhins-power001')
    await client.StartInstances({ InstanceIds })
    await succeeded('lhins-power001')
    await client.RebootInstances({ InstanceIds })
    await succeeded('lhins-power001')
    expect((await readInstance('lhins-power001'))?.InstanceState).toBe('RUNNING')
  })
})

describe('its data sources', () => {
  test('read zones, bundles, blueprints and quotas as the provider asks for them', async () => {
    const { ZoneInfoSet } = await client.DescribeZones({})
    expect(ZoneInfoSet?.map(({ InstanceDisplayLabel }) => InstanceDisplayLabel)).toContain('SELECTED')
    const { BundleSet } = await client.DescribeBundles({ Offset: 0, Limit: 100 })
    expect(BundleSet?.map(({ BundleId }) => BundleId)).toContain('bundle2022_gen_01')
    const { BlueprintSet } = await client.DescribeBlueprints({ Offset: 0, Limit: 100 })
    expect(BlueprintSet?.map(({ BlueprintId }) => BlueprintId)).toContain('lhbp-f1lkcd41')
    const ResourceNames = ['GENERAL_BUNDLE_INSTANCE']
    const { GeneralResourceQuotaSet } = await client.DescribeGeneralResourceQuotas({ ResourceNames })
    expect(GeneralResourceQuotaSet).toEqual([
      {
        ResourceName: 'GENERAL_BUNDLE_INSTANCE',
        ResourceQuotaAvailable: expect.any(Number),
        ResourceQuotaTotal: expect.any(Number),
      },
    ])
  })

  test('read what an instance was made of', async () => {
    const InstanceIds = ['lhins-attach01']
    const { BlueprintId } = (await readInstance('lhins-attach01')) ?? {}
    const { BlueprintInstanceSet, TotalCount } = await client.DescribeBlueprintInstances({ InstanceIds })
    expect(TotalCount).toBe(1)
    expect(BlueprintInstanceSet).toMatchObject([{ InstanceId: 'lhins-attach01', Blueprint: { BlueprintId } }])
    await expect(
      client.DescribeBlueprintInstances({ InstanceIds: ['lhins-00000000'] }),
    ).rejects.toMatchObject({
      code: 'ResourceNotFound',
    })
  })
})
