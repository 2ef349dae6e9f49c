import { randomUUID } from 'node:crypto'

import { cbs } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cbs/index.js'
import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { tag } from 'tencentcloud-sdk-nodejs/tencentcloud/services/tag/index.js'
import { vpc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vpc/index.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { rsaLine } from '../../src/dialects/kit/tencent/test-support/rsa-line.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'

// Exactly the calls that the Terraform provider makes, and the fields that it reads without looking or compares.
// Source: spec/tencent.md §4.1, §4.3, §4.5.

const SIGNER = { secretId: 'AKIDacmeroot', secretKey: 'acme-root-secret' }
const REGION = 'ap-guangzhou'

const SEED = `
accounts:
  - id: "1000000001"
    name: acme
    users: [{ name: root, accessKeys: [{ id: ${SIGNER.secretId}, secret: ${SIGNER.secretKey} }] }]
`

let keyplane: TestKeyplane
let client: InstanceType<typeof cvm.v20170312.Client>
let tags: InstanceType<typeof tag.v20180813.Client>

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED, transitionMs: 50 })
  client = new cvm.v20170312.Client(settings())
  tags = new tag.v20180813.Client(settings())
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function settings() {
  const httpProfile = { endpoint: keyplane.endpoint, protocol: 'http://' }
  return { credential: SIGNER, region: REGION, profile: { httpProfile } }
}

function refused(code: string): unknown {
  return expect.objectContaining({ code })
}

/** The tags of one resource, as the provider reads them behind every read of the resource. */
async function tagsOf(ResourcePrefix: string, id: string) {
  const asked = { ServiceType: 'cvm', ResourcePrefix, ResourceIds: [id], ResourceRegion: REGION }
  const { TotalCount, Offset, Limit, Tags } = await tags.DescribeResourceTagsByResourceIds({
    ...asked,
    ...{ Offset: 0, Limit: 20 },
  })
  expect([TotalCount, Offset, Limit]).toEqual([Tags?.length, 0, 20])
  return Tags?.map(({ TagKey, TagValue }) => ({ TagKey, TagValue }))
}

async function putTag(prefix: string, id: string): Promise<void> {
  const Resource = `qcs::cvm:${REGION}:uin/:${prefix}/${id}`
  await tags.ModifyResourceTags({ Resource, ReplaceTags: [{ TagKey: 'team', TagValue: 'a' }] })
  expect(await tagsOf(prefix, id)).toEqual([{ TagKey: 'team', TagValue: 'a' }])
}

async function readKeyPair(id: string) {
  const { KeyPairSet } = await client.DescribeKeyPairs({ KeyIds: [id] })
  return KeyPairSet?.[0]
}

async function readInstance(id: string) {
  const { InstanceSet } = await client.DescribeInstances({ InstanceIds: [id] })
  return InstanceSet?.[0]
}

/** As the provider waits behind a change: until the state is there and not OPERATING; FAILED is an error. */
async function waited(id: string) {
  await expect
    .poll(async () => {
      const state = (await readInstance(id))?.LatestOperationState
      expect(state).toMatch(/^(OPERATING|SUCCESS)$/)
      return state
    })
    .toBe('SUCCESS')
  return readInstance(id)
}

async function newKeyPair(KeyName: string): Promise<string> {
  const { KeyPair } = await client.CreateKeyPair({ KeyName, ProjectId: 0 })
  return KeyPair?.KeyId ?? ''
}

async function newInstance(more: object) {
  const ClientToken = randomUUID()
  const wanted = {
    ...{ Placement: { Zone: 'ap-guangzhou-3', ProjectId: 0 }, InstanceType: 'S5.MEDIUM4', ClientToken },
    ...{ ImageId: 'img-eb30mz89', InstanceName: 'tf', InstanceCount: 1, HostName: 'tf-host' },
    SystemDisk: { DiskType: 'CLOUD_PREMIUM', DiskSize: 50 },
    InternetAccessible: { InternetMaxBandwidthOut: 0, PublicIpAssigned: false },
    EnhancedService: { SecurityService: { Enabled: true }, MonitorService: { Enabled: true } },
    ...more,
  }
  const { InstanceIdSet } = await client.RunInstances(wanted)
  const [id = ''] = InstanceIdSet ?? []
  // Dereferenced at the first poll.
  expect(await readInstance(id)).toBeDefined()
  const again = await client.RunInstances(wanted)
  expect(again.InstanceIdSet).toEqual([id])
  await waited(id)
  return id
}

describe('tencentcloud_key_pair', () => {
  test('create, read, tag, rename, delete', async () => {
    const id = await newKeyPair('tf_key')
    expect(await tagsOf('keypair', id)).toEqual([])
    const shown = await readKeyPair(id)
    expect(shown).toMatchObject({ KeyName: 'tf_key', ProjectId: 0, Tags: [] })
    expect(shown?.CreatedTime).toMatch(/Z$/)
    // Whatever is there would go over the private key in the state.
    expect(shown?.PrivateKey).toBeUndefined()
    await putTag('keypair', id)
    await client.ModifyKeyPairAttribute({ KeyId: id, KeyName: 'tf_renamed' })
    expect(await readKeyPair(id)).toMatchObject({
      KeyName: 'tf_renamed',
      Tags: [{ Key: 'team', Value: 'a' }],
    })
    await client.DeleteKeyPairs({ KeyIds: [id] })
    expect(await readKeyPair(id)).toBeUndefined()
  })

  test('with a public key: the first two words stay, the data source finds a third to drop', async () => {
    const PublicKey = rsaLine()
    const { KeyId = '' } = await client.ImportKeyPair({ KeyName: 'tf_imported', ProjectId: 0, PublicKey })
    expect((await readKeyPair(KeyId))?.PublicKey).toBe(`${PublicKey} ${KeyId}`)
    const page = { Offset: 0, Limit: 100 }
    const byId = await client.DescribeKeyPairs({ KeyIds: [KeyId], Filters: [], ...page })
    expect(byId.KeyPairSet).toMatchObject([{ KeyId }])
    const Filters = [
      { Name: 'key-name', Values: ['imported'] },
      { Name: 'project-id', Values: ['0'] },
    ]
    const byName = await client.DescribeKeyPairs({ Filters, ...page })
    expect(byName.KeyPairSet).toMatchObject([{ KeyId }])
  })
})

describe('tencentcloud_instance', () => {
  test('create and read: every field that is dereferenced is there', async () => {
    const keyId = await newKeyPair('tf_create')
    const id = await newInstance({ LoginSettings: { KeyIds: [keyId] }, UserData: 'aGVsbG8=' })
    const shown = await readInstance(id)
    expect(shown).toMatchObject({
      ...{ InstanceState: 'RUNNING', InstanceType: 'S5.MEDIUM4', ImageId: 'img-eb30mz89', CPU: 2, Memory: 4 },
      ...{ LoginSettings: { KeyIds: [keyId] }, InstanceChargeType: 'POSTPAID_BY_HOUR', Tags: [] },
      Placement: { Zone: 'ap-guangzhou-3', ProjectId: 0 },
      InternetAccessible: { InternetMaxBandwidthOut: 0, PublicIpAssigned: false },
    })
    expect(shown?.VirtualPrivateCloud).toMatchObject({ AsVpcGateway: false })
    const disk = shown?.SystemDisk?.DiskId ?? ''
    // Asked for by ids of this form alone.
    expect(disk).toMatch(/^disk-/)
    const images = await client.DescribeImages({})
    expect(images.TotalCount).toBeGreaterThan(0)
    await putTag('instance', id)
    const attributes = await client.DescribeInstancesAttributes({
      InstanceIds: [id],
      Attributes: ['UserData'],
    })
    expect(attributes.InstanceSet?.[0]?.Attributes?.UserData).toBe('aGVsbG8=')
    const disks = await new cbs.v20170312.Client(settings()).DescribeDisks({ DiskIds: [disk], Limit: 100 })
    expect(disks).toMatchObject({
      TotalCount: 1,
      DiskSet: [{ DiskId: disk, DiskName: '', DiskState: 'ATTACHED', DiskSize: 50, Encrypt: false }],
    })
    // Behind the instance its disks are tagged.
    await putTag('volume', disk)
  })

  test('data disks: every field that is dereferenced is there, and each is tagged behind the instance', async () => {
    const id = await newInstance({ DataDisks: [{ DiskType: 'CLOUD_PREMIUM', DiskSize: 20 }] })
    const [disk] = (await readInstance(id))?.DataDisks ?? []
    expect(disk).toMatchObject({ DiskSize: 20, DeleteWithInstance: true, Encrypt: false })
    const DiskIds = [disk?.DiskId ?? '']
    const { DiskSet } = await new cbs.v20170312.Client(settings()).DescribeDisks({ DiskIds, Limit: 100 })
    expect(DiskSet).toMatchObject([
      { DiskType: 'CLOUD_PREMIUM', DiskSize: 20, DiskName: '', Encrypt: false, ThroughputPerformance: 0 },
    ])
    await putTag('volume', DiskIds[0] ?? '')
    await client.TerminateInstances({ InstanceIds: [id] })
    await expect.poll(() => readInstance(id)).toBeUndefined()
    expect(await tagsOf('volume', DiskIds[0] ?? '')).toEqual([])
  })

  test('update key_ids: the removed ones go, the added ones alone are bound', async () => {
    const [first, second] = [await newKeyPair('tf_first'), await newKeyPair('tf_second')]
    const id = await newInstance({ LoginSettings: { KeyIds: [first] } })
    const InstanceIds = [id]
    await client.DisassociateInstancesKeyPairs({ InstanceIds, KeyIds: [first], ForceStop: true })
    expect((await waited(id))?.LoginSettings?.KeyIds).toEqual([])
    await client.AssociateInstancesKeyPairs({ InstanceIds, KeyIds: [second], ForceStop: true })
    expect((await waited(id))?.LoginSettings?.KeyIds).toEqual([second])
    await client.ResetInstancesPassword({ InstanceIds, Password: 'Second-pw-2', ForceStop: true })
    expect((await waited(id))?.InstanceState).toBe('RUNNING')
  })

  test('update image: the read behind it waits, so it is OPERATING before the answer', async () => {
    const keyId = await newKeyPair('tf_reset')
    const id = await newInstance({ LoginSettings: { Password: 'First-pw-1' } })
    await client.ResetInstance({
      ...{ InstanceId: id, ImageId: 'img-487zeit5', LoginSettings: { KeyIds: [keyId] } },
      EnhancedService: { SecurityService: { Enabled: false } },
    })
    expect(await readInstance(id)).toMatchObject({ LatestOperationState: 'OPERATING' })
    expect(await waited(id)).toMatchObject({
      ...{ ImageId: 'img-487zeit5', LoginSettings: { KeyIds: [keyId] }, InstanceState: 'RUNNING' },
    })
    await client.ResetInstance({ InstanceId: id, LoginSettings: { KeepImageLogin: 'TRUE' } })
    expect((await waited(id))?.LoginSettings?.KeyIds).toEqual([])
  })

  test('update name, host name, security groups, role and protection: one attribute in a call', async () => {
    const id = await newInstance({})
    const InstanceIds = [id]
    for (const attribute of [
      { InstanceName: 'tf-new' },
      { SecurityGroups: ['sg-12345678'] },
      { CamRoleName: 'role' },
      { DisableApiTermination: true },
      { DisableApiTermination: false },
      { HostName: 'tf-new' },
    ]) {
      await client.ModifyInstancesAttribute({ InstanceIds, ...attribute })
      await waited(id)
    }
    expect(await readInstance(id)).toMatchObject({
      ...{ InstanceName: 'tf-new', SecurityGroupIds: ['sg-12345678'], CamRoleName: 'role' },
      ...{ DisableApiTermination: false, InstanceState: 'RUNNING' },
    })
  })

  test('running_flag, reboot, destroy', async () => {
    const id = await newInstance({})
    const InstanceIds = [id]
    const stop = { StopType: 'SOFT_FIRST', StoppedMode: 'KEEP_CHARGING' }
    await client.StopInstances({ InstanceIds, ...stop })
    expect(await waited(id)).toMatchObject({ InstanceState: 'STOPPED' })
    await client.StartInstances({ InstanceIds })
    expect(await waited(id)).toMatchObject({ InstanceState: 'RUNNING' })
    await client.RebootInstances({ InstanceIds, ForceReboot: true })
    const { PrivateIpAddresses = [], VirtualPrivateCloud: cloud } = (await waited(id)) ?? {}
    await client.TerminateInstances({ InstanceIds })
    await expect.poll(() => readInstance(id)).toBeUndefined()
    const used = await new vpc.v20170312.Client(settings()).DescribeUsedIpAddress({
      ...{ VpcId: cloud?.VpcId ?? '', SubnetId: cloud?.SubnetId ?? '', IpAddresses: PrivateIpAddresses },
      ...{ Offset: 0, Limit: 20 },
    })
    expect(used).toMatchObject({ IpAddressStates: [], TotalCount: 0 })
  })

  test('destroy of a prepaid one: SHUTDOWN and listed first, gone after the second call', async () => {
    const id = await newInstance({
      ...{ InstanceChargeType: 'PREPAID', InstanceChargePrepaid: { Period: 1 } },
    })
    await client.TerminateInstances({ InstanceIds: [id] })
    expect(await waited(id)).toMatchObject({ InstanceState: 'SHUTDOWN' })
    await client.TerminateInstances({ InstanceIds: [id], ReleasePrepaidDataDisks: true })
    await expect.poll(() => readInstance(id)).toBeUndefined()
  })
})

test('data tencentcloud_instances: its filters, a page at a time', async () => {
  const id = await newInstance({
    TagSpecification: [{ ResourceType: 'instance', Tags: [{ Key: 'data', Value: 'source' }] }],
    VirtualPrivateCloud: { VpcId: 'vpc-datasrc1', SubnetId: 'subnet-datasrc1' },
  })
  const names = { 'instance-id': id, 'instance-name': 'tf', zone: 'ap-guangzhou-3', 'project-id': '0' }
  const network = { 'vpc-id': 'vpc-datasrc1', 'subnet-id': 'subnet-datasrc1', 'tag:data': 'source' }
  const Filters = Object.entries({ ...names, ...network }).map(([Name, value]) => ({ Name, Values: [value] }))
  const page = { Offset: 0, Limit: 100 }
  const { InstanceSet, TotalCount } = await client.DescribeInstances({ Filters, ...page })
  expect(TotalCount).toBe(1)
  expect(InstanceSet).toMatchObject([{ InstanceId: id }])
  const cluster = [{ Name: 'dedicated-cluster-id', Values: ['cluster-1'] }]
  expect(await client.DescribeInstances({ Filters: cluster, ...page })).toMatchObject({ InstanceSet: [] })
})

test('Packer: a temporary pair is unbound by force, the machine starts again, the pair goes', async () => {
  const keyId = await newKeyPair('packer_0a1b2c3d')
  const id = await newInstance({ LoginSettings: { KeyIds: [keyId] } })
  await expect(client.DeleteKeyPairs({ KeyIds: [keyId] })).rejects.toEqual(
    refused('InvalidParameterValue.KeyPairNotSupported'),
  )
  await client.DisassociateInstancesKeyPairs({ InstanceIds: [id], KeyIds: [keyId], ForceStop: true })
  expect(await waited(id)).toMatchObject({ InstanceState: 'RUNNING', LoginSettings: { KeyIds: [] } })
  await client.DeleteKeyPairs({ KeyIds: [keyId] })
})
