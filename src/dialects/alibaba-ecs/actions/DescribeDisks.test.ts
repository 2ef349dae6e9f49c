import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runInstance } from '../test-support/run-instances.ts'
import {
  ALICE,
  anyText,
  invalid,
  missing,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  type TestWorld,
  textLike,
} from '../test-support/test-world.ts'

const SECOND = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

let world: TestWorld
let made: string

beforeAll(async () => {
  world = await startWorld({
    instances: [
      { id: 'i-a', zone: 'cn-hangzhou-g' },
      { id: 'i-b', zone: 'cn-hangzhou-h', state: 'banned' },
      { id: 'i-beijing', region: 'cn-beijing' },
    ],
  })
  made = await runInstance(world, {
    ...{ ZoneId: 'cn-hangzhou-i', ResourceGroupId: 'rg-one', 'Tag.1.Key': 'team', 'Tag.1.Value': 'a' },
    ...{ 'SystemDisk.Category': 'cloud_essd', 'SystemDisk.Size': '60', 'SystemDisk.DiskName': 'boot' },
    ...{ 'SystemDisk.PerformanceLevel': 'PL2', 'SystemDisk.Description': 'first disk' },
    ...{ 'DataDisk.1.Size': '100', 'DataDisk.1.Encrypted': 'true', 'DataDisk.1.KMSKeyId': 'key-1' },
    ...{ 'DataDisk.2.DeleteWithInstance': 'false', 'DataDisk.2.Device': '/dev/xvdz' },
    ...{ 'DataDisk.2.SnapshotId': 's-1', 'DataDisk.2.Category': 'cloud_essd' },
  })
})
afterAll(() => world[Symbol.asyncDispose]())

type Disk = Readonly<Record<string, unknown>>

function list(params: Record<string, string> = {}) {
  return world.call('DescribeDisks', { RegionId: REGION, ...params })
}

async function disks(params: Record<string, string> = {}): Promise<readonly Disk[]> {
  const { body } = await list(params)
  // The shape is asserted in `behaviour`.
  return (body['Disks'] as { Disk: Disk[] }).Disk
}

async function idsOf(params: Record<string, string>): Promise<readonly unknown[]> {
  return (await disks(params)).map(({ DiskId }) => DiskId)
}

describe('parsing', () => {
  it('refuses a call without a region, ids that are no list, and a token of another list', async () => {
    expect(refusal(await list({ RegionId: '' }))).toEqual(missing('RegionId'))
    for (const DiskIds of ['d-a', '[]', '{}']) {
      expect(refusal(await list({ DiskIds }))).toEqual(invalid('DiskIds'))
    }
    const tooMany = JSON.stringify(Array.from({ length: 101 }, (_, n) => `d-${n}`))
    expect(refusal(await list({ DiskIds: tooMany }))).toEqual(invalid('DiskIds'))
    expect(refusal(await list({ NextToken: 'x' }))).toEqual(invalid('NextToken'))
  })
})

describe('refusals', () => {
  it('refuses a region that does not exist, and ends a dry run', async () => {
    expect(refusal(await list({ RegionId: 'cn-nowhere' }))).toEqual(REFUSALS.region)
    expect(refusal(await list({ DryRun: 'true' }))).toEqual(REFUSALS.dryRun)
  })

  it('refuses a user without policies', async () => {
    expect(refusal(await world.call('DescribeDisks', { RegionId: REGION }, ALICE))).toEqual(
      REFUSALS.forbidden,
    )
  })
})

describe('behaviour', () => {
  it('shows the system disk of an instance with every field that clients read', async () => {
    const { body } = await list({ InstanceId: 'i-a', DiskType: 'system' })
    const attached = { InstanceId: 'i-a', AttachedTime: textLike(SECOND), Device: '/dev/xvda' }
    expect(body).toEqual({
      ...{ RequestId: anyText(), TotalCount: 1, PageNumber: 1, PageSize: 10, NextToken: '' },
      Disks: {
        Disk: [
          {
            ...attached,
            ...{ DiskId: 'd-a', Type: 'system', Category: 'cloud_efficiency', Size: 40 },
            ...{ DiskName: '', Description: '', PerformanceLevel: '', SerialNumber: 'a' },
            ...{ RegionId: REGION, ZoneId: 'cn-hangzhou-g', ResourceGroupId: '', Status: 'In_use' },
            ...{ Encrypted: false, KMSKeyId: '', BurstingEnabled: false, MultiAttach: 'Disabled' },
            ...{ DeleteWithInstance: true, DeleteAutoSnapshot: false, EnableAutoSnapshot: true },
            ...{ AutoSnapshotPolicyId: '', EnableAutomatedSnapshotPolicy: false },
            ...{ DiskChargeType: 'PostPaid', Portable: true, ProductCode: '', SourceSnapshotId: '' },
            ...{ ImageId: (await world.show('i-a'))['ImageId'], MountInstanceNum: 1 },
            ...{ CreationTime: textLike(SECOND), DetachedTime: '' },
            Tags: { Tag: [] },
            OperationLocks: { OperationLock: [] },
            MountInstances: { MountInstance: [attached] },
            Attachments: { Attachment: [attached] },
          },
        ],
      },
    })
  })

  it('shows the disks that RunInstances was asked for, with the tags of the instance', async () => {
    const suffix = made.slice(2)
    const tags = { Tags: { Tag: [{ TagKey: 'team', TagValue: 'a' }] }, ResourceGroupId: 'rg-one' }
    expect(await disks({ InstanceId: made })).toMatchObject([
      {
        ...{ DiskId: `d-${suffix}`, InstanceId: made, Type: 'system', Category: 'cloud_essd', Size: 60 },
        ...{ DiskName: 'boot', Description: 'first disk', PerformanceLevel: 'PL2', ...tags },
      },
      {
        ...{ DiskId: `d-${suffix}01`, InstanceId: made, Type: 'data', Category: 'cloud_efficiency' },
        ...{ Size: 100, Encrypted: true, KMSKeyId: 'key-1', Device: '/dev/xvdb', ImageId: '', ...tags },
      },
      {
        ...{ DiskId: `d-${suffix}02`, Type: 'data', DeleteWithInstance: false, Device: '/dev/xvdz' },
        ...{ SourceSnapshotId: 's-1', PerformanceLevel: 'PL1', ...tags },
      },
    ])
  })

  it('finds disks by id, of data disks too, and only in the region and the account', async () => {
    const data = `d-${made.slice(2)}02`
    expect(await idsOf({ DiskIds: JSON.stringify(['d-b', data, 'd-beijing', 'd-', 'x']) })).toEqual([
      data,
      'd-b',
    ])
    expect(await idsOf({ DiskIds: '["d-b"]', InstanceId: 'i-a' })).toEqual([])
    expect(await idsOf({ InstanceId: 'i-unknown' })).toEqual([])
    expect(await idsOf({ DiskIds: '["x"]' })).toEqual([])
  })

  it.each<[string, Record<string, string>, number]>([
    ['type', { DiskType: 'data' }, 2],
    ['category', { Category: 'cloud_essd' }, 2],
    ['zone', { ZoneId: 'cn-hangzhou-h' }, 1],
    ['resource group', { ResourceGroupId: 'rg-one' }, 3],
    ['tag', { 'Tag.1.Key': 'team' }, 3],
    ['tag value', { 'Tag.1.Key': 'team', 'Tag.1.Value': 'b' }, 0],
    ['name', { DiskName: 'boot' }, 1],
    ['encryption', { Encrypted: 'true' }, 1],
    ['encryption, false for any', { Encrypted: 'false' }, 5],
    ['key', { KMSKeyId: 'key-1' }, 1],
    ['status', { Status: 'Available' }, 0],
    ['what happens to it', { DeleteWithInstance: 'false' }, 1],
    ['snapshot', { SnapshotId: 's-1' }, 1],
    ['lock', { LockReason: 'security' }, 1],
    ['charge type', { DiskChargeType: 'PrePaid' }, 0],
    ['sharing', { EnableShared: 'true' }, 0],
  ])('filters by %s', async (_name, filter, count) => {
    expect(await disks(filter)).toHaveLength(count)
  })

  it('pages by number and by token, also within the disks of one instance', async () => {
    const all = await idsOf({})
    expect(all).toHaveLength(5)
    expect(await idsOf({ PageNumber: '2', PageSize: '2' })).toEqual(all.slice(2, 4))
    const read: unknown[] = []
    let NextToken = ''
    do {
      const { body } = await list({ PageSize: '1', NextToken })
      read.push(...(body['Disks'] as { Disk: Disk[] }).Disk.map(({ DiskId }) => DiskId))
      NextToken = String(body['NextToken'])
    } while (NextToken !== '')
    expect(read).toEqual(all)
  })

  it('answers with XML too', async () => {
    const how = { form: 'v1-get', format: 'XML' } as const
    const { text } = await world.call('DescribeDisks', { RegionId: REGION, InstanceId: 'i-a' }, how)
    expect(text).toContain('<DescribeDisksResponse>')
    expect(text).toContain('<Disks><Disk><DiskId>d-a</DiskId><Type>system</Type>')
    expect(text).toContain('<Tags/>')
  })
})
