import { describe, expect, test } from 'vitest'

import { missing, refusal } from '../../kit/tencent/test-support/test-room.ts'
import { cvmRoom, seededInstance } from '../test-support/cvm-room.ts'

const room = cvmRoom(`instances:\n${seededInstance('ins-address1')}${seededInstance('ins-address2')}`)

async function addressOf(id: string): Promise<string> {
  const { PrivateIpAddresses } = await room.instance(id)
  return String((PrivateIpAddresses as string[])[0])
}

describe('DescribeUsedIpAddress', () => {
  const NETWORK = { VpcId: 'vpc-default1', SubnetId: 'subnet-default1' }

  test('an address is used until its instance is gone', async () => {
    const IpAddress = await addressOf('ins-address1')
    const ask = { ...NETWORK, IpAddresses: [IpAddress], Offset: 0, Limit: 20 }
    const used = { ...NETWORK, IpAddress, ResourceType: 'CVM', ResourceId: 'ins-address1' }
    expect(await room.ok('DescribeUsedIpAddress', ask)).toMatchObject({
      IpAddressStates: [used],
      TotalCount: 1,
    })
    await room.ok('TerminateInstances', { InstanceIds: ['ins-address1'] })
    await expect
      .poll(async () => {
        room.clock.advance(100)
        return room.ok('DescribeUsedIpAddress', ask)
      })
      .toMatchObject({ IpAddressStates: [], TotalCount: 0 })
  })

  test('all of a network, by page; another network has none', async () => {
    const all = await room.ok('DescribeUsedIpAddress', NETWORK)
    expect(all).toMatchObject({ IpAddressStates: [{ ResourceId: 'ins-address2' }], TotalCount: 1 })
    expect(await room.ok('DescribeUsedIpAddress', { ...NETWORK, Offset: 1 })).toMatchObject({
      IpAddressStates: [],
      TotalCount: 1,
    })
    expect(await room.ok('DescribeUsedIpAddress', { VpcId: 'vpc-other' })).toMatchObject({ TotalCount: 0 })
  })

  test('the network and the region must be given', async () => {
    expect(await room.call('DescribeUsedIpAddress', {})).toEqual(missing('VpcId'))
    expect(await room.call('DescribeUsedIpAddress', NETWORK, { region: undefined })).toEqual(
      missing('Region'),
    )
  })
})

describe('DescribeDisks', () => {
  const wanted = {
    ...{ Placement: { Zone: 'ap-guangzhou-4' }, ImageId: 'img-eb30mz89', InstanceType: 'S5.MEDIUM2' },
    DataDisks: [
      { DiskType: 'CLOUD_SSD', DiskSize: 20, DiskName: 'data', DeleteWithInstance: false },
      { DiskType: 'LOCAL_SSD', DiskSize: 30 },
    ],
  }
  const list = async (params: object) => {
    const { TotalCount, DiskSet } = await room.ok('DescribeDisks', { ...params })
    const disks = DiskSet as { DiskId: string; DiskSize: number }[]
    return { TotalCount, ids: disks.map(({ DiskId }) => DiskId), disks }
  }
  const where = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] })

  test('those of instances, by id or as a list; local ones are none of this service', async () => {
    const { InstanceIdSet } = await room.ok('RunInstances', wanted)
    const [id = ''] = InstanceIdSet as string[]
    const { SystemDisk, DataDisks } = await room.settled(id)
    const [system, data, local = ''] = [SystemDisk, ...(DataDisks as object[])].map(
      (disk) => (disk as { DiskId: string }).DiskId,
    )
    expect(local).toMatch(/^ldisk-/)
    const { disks } = await list({ DiskIds: [data, local, 'disk-00000000'], Limit: 100 })
    expect(disks).toMatchObject([
      {
        ...{ DiskId: data, DiskName: 'data', DiskType: 'CLOUD_SSD', DiskSize: 20, DiskUsage: 'DATA_DISK' },
        ...{ DiskState: 'ATTACHED', Attached: true, InstanceId: id, DeleteWithInstance: false, Tags: [] },
        ...{ DiskChargeType: 'POSTPAID_BY_HOUR', Encrypt: false, ThroughputPerformance: 0 },
        Placement: { Zone: 'ap-guangzhou-4', ProjectId: 0 },
      },
    ])
    expect((await list(where('instance-id', id))).ids).toEqual([system, data])
    expect((await list({ ...where('instance-id', id), Order: 'ASC' })).ids).toEqual([data, system])
    expect((await list(where('disk-usage', 'DATA_DISK'))).ids).toEqual([data])
    expect((await list(where('disk-id', String(system)))).ids).toEqual([system])
    expect((await list(where('zone', 'ap-guangzhou-6'))).ids).toEqual([])
    expect(await list({ Limit: 1, Offset: 1 })).toMatchObject({ TotalCount: 3, ids: [data] })
  })

  test('finds and shows their tags', async () => {
    const { SystemDisk } = await room.instance('ins-address2')
    const { DiskId } = SystemDisk as { DiskId: string }
    const Resource = `qcs::cvm:ap-guangzhou:uin/:volume/${DiskId}`
    const ReplaceTags = [{ TagKey: 'team', TagValue: 'a' }]
    await room.ok('ModifyResourceTags', { Resource, ReplaceTags }, { version: '2018-08-13' })
    for (const [name, value] of [
      ['tag:team', 'a'],
      ['tag-key', 'team'],
      ['tag-value', 'a'],
    ] as const) {
      expect((await list(where(name, value))).ids).toEqual([DiskId])
      expect((await list(where(name, 'other'))).ids).toEqual([])
    }
    const { disks } = await list({ DiskIds: [DiskId] })
    expect(disks).toMatchObject([{ Tags: [{ Key: 'team', Value: 'a' }], DiskUsage: 'SYSTEM_DISK' }])
  })

  test('a page has a hundred rows at most; ids and filters exclude each other', async () => {
    expect(await room.call('DescribeDisks', { Limit: 101 })).toEqual(
      refusal('InvalidParameterValue', /Limit/),
    )
    const both = { DiskIds: ['disk-12345678'], ...where('disk-usage', 'DATA_DISK') }
    expect(await room.call('DescribeDisks', both)).toEqual(refusal('InvalidParameter', /`DiskIds`/))
    expect(await room.call('DescribeDisks', where('colour', 'red'))).toEqual(
      refusal('InvalidFilter', /`colour`/),
    )
  })
})
