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
  test('there are no cloud disks', async () => {
    const answer = await room.ok('DescribeDisks', { DiskIds: ['disk-12345678'], Limit: 100 })
    expect(answer).toMatchObject({ TotalCount: 0, DiskSet: [] })
  })

  test('a page has a hundred rows at most', async () => {
    expect(await room.call('DescribeDisks', { Limit: 101 })).toEqual(
      refusal('InvalidParameterValue', /Limit/),
    )
  })
})
