import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import {
  ACCOUNT,
  IMAGE,
  type Json,
  listAt,
  NEVER_ABSENT,
  pagesOf,
  type Provider,
  providerOf,
  refusalOf,
  REGION,
} from './alibaba-provider.ts'

// What the Terraform provider alicloud does with instances and reads of catalogs, call by call.
// Source: spec/alibaba.md §4.2, the rows named by the tests; what each answer must have: §2.9, §2.11.

const HERE = `dialect: alibaba-ecs, account: acme, region: ${REGION}`
const SEEDED = Array.from({ length: 101 }, (_, n) => `i-seeded${n}`)
const SEED = `${ACCOUNT}
instances:
${SEEDED.map((id) => `  - { ${HERE}, id: ${id} }\n`).join('')}
`
const USER_DATA = Buffer.from('#!/bin/sh\necho hello').toString('base64')
const PATIENCE = { timeout: 10_000 }

let keyplane: TestKeyplane
let provider: Provider

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED })
  provider = providerOf(keyplane.endpoint)
  for (const KeyPairName of ['old', 'new']) await provider.rpcPost('CreateKeyPair', { KeyPairName })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

async function instance(id: string): Promise<Json | undefined> {
  const InstanceIds = JSON.stringify([id])
  const answer = await provider.withEcsClient('DescribeInstances', { InstanceIds })
  return listAt(answer, 'Instances', 'Instance')[0]
}

/** Polls as the provider does: another status on the way than these is a failure for it. */
async function reach(id: string, wanted: string, onTheWay: readonly string[]): Promise<void> {
  const seen = new Set<unknown>()
  const status = async () => {
    const shown = await instance(id)
    seen.add(shown?.['Status'])
    return shown?.['Status']
  }
  await vi.waitFor(async () => expect(await status()).toBe(wanted), PATIENCE)
  expect([...onTheWay, wanted]).toEqual(expect.arrayContaining([...seen]))
}

async function create(params: Json = {}, rpcPost = provider.rpcPost): Promise<string> {
  const answer = await rpcPost('RunInstances', {
    ...{ ImageId: IMAGE, InstanceType: 'ecs.g6.large', 'SecurityGroupIds.1': 'sg-bp1one' },
    ...{ VSwitchId: 'vsw-bp1switch', 'SystemDisk.Category': 'cloud_efficiency', 'SystemDisk.Size': 40 },
    ...params,
  })
  const ids = (answer['InstanceIdSets'] as { InstanceIdSet: string[] }).InstanceIdSet
  expect(ids).toHaveLength(1)
  return ids[0] ?? ''
}

async function running(params: Json = {}): Promise<string> {
  const id = await create(params)
  await reach(id, 'Running', ['Pending', 'Starting', 'Stopped'])
  return id
}

describe('alicloud_instance create', () => {
  it('runs one instance, once for each client token, and waits for it', async () => {
    const ClientToken = 'TF-RunInstances-1700000000-3ee8c1b8-83d3-44af-a94f-4e0ad82f'
    const id = await running({ ClientToken, KeyPairName: 'old' })
    expect(id).toMatch(/^i-[0-9a-z]{20}$/)
    expect(await create({ ClientToken, KeyPairName: 'old' })).toBe(id)
  })
})

describe('alicloud_instance read', () => {
  let id: string

  beforeAll(async () => {
    id = await running({
      ...{ KeyPairName: 'old', InstanceName: 'tf-instance', 'SecurityGroupIds.2': 'sg-bp1two' },
      ...{ 'SystemDisk.Category': 'cloud_essd', 'SystemDisk.Size': 60, 'SystemDisk.PerformanceLevel': 'PL1' },
      ...{ 'SystemDisk.DiskName': 'boot', 'SystemDisk.Description': 'of the system' },
      ...{ 'DataDisk.1.Size': 20, 'DataDisk.1.DeleteWithInstance': true, 'DataDisk.1.Encrypted': false },
      ...{ 'Tag.1.Key': 'team', 'Tag.1.Value': 'a', UserData: USER_DATA, RamRoleName: 'EcsRole' },
      ...{ InstanceChargeType: 'PrePaid', Period: 1, PeriodUnit: 'Month', AutoRenew: true },
      ...{ AutoRenewPeriod: 2, 'PrivatePoolOptions.MatchCriteria': 'Open', InternetMaxBandwidthOut: 5 },
    })
  })

  it('finds the instance with everything that is taken for granted', async () => {
    expect(await instance(id)).toMatchObject({
      ...NEVER_ABSENT,
      ...{ InstanceId: id, InstanceName: 'tf-instance', KeyPairName: 'old', Status: 'Running' },
      ...{ ImageId: IMAGE, InstanceType: 'ecs.g6.large', InstanceChargeType: 'PrePaid' },
      ...{ Cpu: 2, Memory: 8192, InternetMaxBandwidthOut: 5, DeletionProtection: false, IoOptimized: true },
      CpuOptions: { CoreCount: expect.any(Number), ThreadsPerCore: expect.any(Number), Numa: '' },
      MetadataOptions: {
        ...{ HttpEndpoint: 'enabled', HttpTokens: 'optional', HttpPutResponseHopLimit: expect.any(Number) },
      },
      SecurityGroupIds: { SecurityGroupId: ['sg-bp1one', 'sg-bp1two'] },
      Tags: { Tag: [{ TagKey: 'team', TagValue: 'a' }] },
      OperationLocks: { LockReason: [] },
      NetworkInterfaces: { NetworkInterface: [{ Type: 'Primary', NetworkInterfaceId: expect.any(String) }] },
    })
  })

  it('finds the system disk of this instance', async () => {
    const params = { InstanceId: id, DiskType: 'system' }
    const answer = await provider.withEcsClient('DescribeDisks', params)
    expect(listAt(answer, 'Disks', 'Disk')).toMatchObject([
      {
        ...{ InstanceId: id, Type: 'system', Category: 'cloud_essd', Size: 60, PerformanceLevel: 'PL1' },
        ...{ DiskName: 'boot', Description: 'of the system', Encrypted: false, KMSKeyId: '' },
        ...{ AutoSnapshotPolicyId: '', DeleteWithInstance: true, Status: 'In_use', RegionId: REGION },
        ...{ DiskId: expect.stringMatching(/^d-/), Tags: { Tag: expect.any(Array) } },
        OperationLocks: { OperationLock: [] },
        MountInstances: { MountInstance: [{ InstanceId: id }] },
        Attachments: { Attachment: [{ InstanceId: id }] },
      },
    ])
    const data = await provider.withEcsClient('DescribeDisks', { InstanceId: id, DiskType: 'data' })
    expect(listAt(data, 'Disks', 'Disk')).toMatchObject([{ InstanceId: id, Type: 'data', Size: 20 }])
  })

  it('reads the attributes, by the id alone', async () => {
    const params = { InstanceId: id, RegionId: undefined }
    const attribute = await provider.withEcsClient('DescribeInstanceAttribute', params)
    expect(attribute).toMatchObject({
      ...{ InstanceId: id, InstanceName: 'tf-instance', RegionId: REGION, IoOptimized: 'optimized' },
      ...{ SecurityGroupIds: { SecurityGroupId: ['sg-bp1one', 'sg-bp1two'] }, InstanceType: 'ecs.g6.large' },
      ...{ InnerIpAddress: { IpAddress: [] }, OperationLocks: { LockReason: [] } },
    })
    expect(attribute).not.toHaveProperty('KeyPairName')
  })

  it('reads user data and RAM role', async () => {
    const data = await provider.withEcsClient('DescribeUserData', { InstanceId: id })
    expect(data).toMatchObject({ InstanceId: id, RegionId: REGION, UserData: USER_DATA })
    const InstanceIds = JSON.stringify([id])
    const role = await provider.withEcsClient('DescribeInstanceRamRole', { InstanceIds })
    expect(role).toMatchObject({ RegionId: REGION, TotalCount: 1 })
    expect(listAt(role, 'InstanceRamRoleSets', 'InstanceRamRoleSet')).toEqual([
      { InstanceId: id, RamRoleName: 'EcsRole' },
    ])
  })

  it('reads the network interface that the instance lists', async () => {
    const shown = (await instance(id)) ?? {}
    const [own] = listAt(shown, 'NetworkInterfaces', 'NetworkInterface')
    const NetworkInterfaceId = own?.['NetworkInterfaceId']
    const params = { 'NetworkInterfaceId.1': NetworkInterfaceId }
    const answer = await provider.rpcPost('DescribeNetworkInterfaces', params)
    const { VpcId, VSwitchId } = shown['VpcAttributes'] as Json
    expect(listAt(answer, 'NetworkInterfaceSets', 'NetworkInterfaceSet')).toMatchObject([
      {
        ...{ NetworkInterfaceId, InstanceId: id, Type: 'Primary', Status: 'InUse', VpcId, VSwitchId },
        ...{ NetworkInterfaceTrafficMode: 'Standard', ZoneId: shown['ZoneId'] },
        ...{ QueueNumber: expect.any(Number), SecurityGroupIds: shown['SecurityGroupIds'] },
        PrivateIpSets: { PrivateIpSet: [{ Primary: true, PrivateIpAddress: expect.any(String) }] },
        ...{ Ipv6Sets: { Ipv6Set: [] }, Tags: { Tag: expect.any(Array) } },
        Attachment: { InstanceId: id },
      },
    ])
  })

  it('reads maintenance, private pool and renewal', async () => {
    const maintenance = await provider.rpcPost('DescribeInstanceMaintenanceAttributes', {
      'InstanceId.1': id,
    })
    expect(listAt(maintenance, 'MaintenanceAttributes', 'MaintenanceAttribute')).toMatchObject([
      {
        ...{ InstanceId: id, NotifyOnMaintenance: false, MaintenanceWindows: { MaintenanceWindow: [] } },
        ActionOnMaintenance: { Value: 'AutoRecover', SupportedValues: { SupportedValue: expect.any(Array) } },
      },
    ])
    const InstanceIds = JSON.stringify([id])
    const pool = await provider.rpcPost('DescribeInstanceAttachmentAttributes', { InstanceIds })
    expect(listAt(pool, 'Instances', 'Instance')).toEqual([
      { InstanceId: id, PrivatePoolOptionsId: '', PrivatePoolOptionsMatchCriteria: 'Open' },
    ])
    const params = { InstanceId: id }
    const renewal = await provider.withEcsClient('DescribeInstanceAutoRenewAttribute', params)
    expect(listAt(renewal, 'InstanceRenewAttributes', 'InstanceRenewAttribute')).toMatchObject([
      {
        ...{ InstanceId: id, AutoRenewEnabled: true, Duration: 2, PeriodUnit: 'Month' },
        RenewalStatus: 'AutoRenewal',
      },
    ])
  })
})

describe('alicloud_instance update', () => {
  it.each([
    ['a running one', 'RebootInstance', { ForceStop: true }],
    ['a stopped one', 'StartInstance', {}],
  ] as const)('of key_name binds the new pair to %s', async (_name, restart, how) => {
    const InstanceId = await running({ KeyPairName: 'old' })
    if (restart === 'StartInstance') {
      await provider.withEcsClient('StopInstance', { InstanceId })
      await reach(InstanceId, 'Stopped', ['Running', 'Stopping'])
    }
    const InstanceIds = JSON.stringify([InstanceId])
    await provider.rpcPost('DetachKeyPair', { KeyPairName: 'old', InstanceIds })
    await provider.rpcPost('AttachKeyPair', { KeyPairName: 'new', InstanceIds })
    await provider.rpcPost(restart, { InstanceId, ...how, RegionId: undefined })
    await reach(InstanceId, 'Running', ['Stopped', 'Starting'])
    expect(await instance(InstanceId)).toMatchObject({ KeyPairName: 'new' })
  })

  it('of password and name restarts, and meets the refusals that it retries', async () => {
    const InstanceId = await running()
    const changes = { InstanceName: 'renamed', Password: 'Passw0rd!' }
    await provider.withEcsClient('ModifyInstanceAttribute', { InstanceId, ...changes })
    const early = await refusalOf(provider.withEcsClient('StartInstance', { InstanceId }))
    expect(early).toMatchObject({ code: 'IncorrectInstanceStatus', status: 403 })
    await provider.withEcsClient('StopInstance', { InstanceId, ForceStop: false })
    await reach(InstanceId, 'Stopped', ['Running', 'Stopping'])
    const late = await refusalOf(provider.withEcsClient('StopInstance', { InstanceId }))
    expect(late).toMatchObject({ code: 'IncorrectInstanceStatus', status: 403 })
    await provider.withEcsClient('StartInstance', { InstanceId })
    await reach(InstanceId, 'Running', ['Stopped', 'Starting'])
    expect(await instance(InstanceId)).toMatchObject({ InstanceName: 'renamed' })
  })
})

describe('alicloud_instance delete', () => {
  it('deletes by force until the instance is gone, and takes an unknown one for gone', async () => {
    await provider.rpcPost('CreateKeyPair', { KeyPairName: 'doomed' })
    const InstanceId = await running({ KeyPairName: 'doomed' })
    await provider.withEcsClient('DeleteInstance', { InstanceId, Force: true, RegionId: undefined })
    await expect.poll(() => instance(InstanceId), PATIENCE).toBeUndefined()
    const params = { InstanceId, Force: true }
    const refused = await refusalOf(provider.withEcsClient('DeleteInstance', params))
    expect(refused).toMatchObject({ code: 'InvalidInstanceId.NotFound', status: 404 })
    expect(refused.isNotFound).toBe(true)
    // The pair is released with the instance, or its own deletion would be tried for minutes.
    await provider.rpcPost('DeleteKeyPairs', { KeyPairNames: '["doomed"]' })
  })

  it('of one that is still being made is refused with what the provider retries', async () => {
    await using slow = await startTestKeyplane({ seed: ACCOUNT, transitionMs: 600_000 })
    const { rpcPost, withEcsClient } = providerOf(slow.endpoint)
    const InstanceId = await create({}, rpcPost)
    const refused = await refusalOf(withEcsClient('DeleteInstance', { InstanceId, Force: true }))
    expect(refused).toMatchObject({ code: 'IncorrectInstanceStatus.Initializing', status: 403 })
    expect(refused.isNotFound).toBe(false)
  })
})

describe('data alicloud_instances', () => {
  it('reads all pages of 100, RAM roles and disks', async () => {
    const read = (page: Json) =>
      provider
        .withEcsClient('DescribeInstances', { ...page })
        .then((answer) => listAt(answer, 'Instances', 'Instance'))
    const all = await pagesOf(read, 100)
    const ids = all.map(({ InstanceId }) => InstanceId)
    expect(ids).toEqual(expect.arrayContaining(SEEDED))
    expect(new Set(ids).size).toBe(ids.length)
    for (const one of all) expect(one).toMatchObject({ ...NEVER_ABSENT, KeyPairName: expect.any(String) })
    const InstanceIds = JSON.stringify(SEEDED.slice(0, 50))
    const roles = await provider.withEcsClient('DescribeInstanceRamRole', { InstanceIds, PageSize: 50 })
    expect(listAt(roles, 'InstanceRamRoleSets', 'InstanceRamRoleSet')).toHaveLength(50)
    const [InstanceId] = SEEDED
    const disks = await provider.withEcsClient('DescribeDisks', { InstanceId, PageSize: 100 })
    expect(listAt(disks, 'Disks', 'Disk')).toMatchObject([
      {
        ...{ InstanceId, Device: '/dev/xvda', Size: 40, Type: 'system', Category: expect.any(String) },
        ...{ DiskId: expect.any(String), DiskName: '' },
      },
    ])
  })
})
