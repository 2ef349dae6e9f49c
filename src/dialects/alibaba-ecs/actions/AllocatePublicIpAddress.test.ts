import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  anyText,
  missing,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  type TestWorld,
  textLike,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    instances: [{ id: 'i-a' }],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function allocate(InstanceId: string, how = {}) {
  return world.call('AllocatePublicIpAddress', { InstanceId }, how)
}

async function create(InternetMaxBandwidthOut: string): Promise<string> {
  const given = { RegionId: REGION, ImageId: 'ubuntu_22_04_x64_20G_alibase_20240819.vhd' }
  const more = { InstanceType: 'ecs.g6.large', SecurityGroupId: 'sg-1', InternetMaxBandwidthOut }
  return String((await world.call('CreateInstance', { ...given, ...more })).body['InstanceId'])
}

/** The addresses that the instance shows, and those of its interface. */
async function shown(id: string): Promise<unknown> {
  const { PublicIpAddress } = await world.show(id)
  const { body } = await world.call('DescribeNetworkInterfaces', { RegionId: REGION, InstanceId: id })
  return { PublicIpAddress, ...body }
}

/** What DescribeInstances finds by a public address. */
async function idsWith(address: string, more = {}): Promise<readonly string[]> {
  const filter = { RegionId: REGION, PublicIpAddresses: JSON.stringify([address]), ...more }
  const { body } = await world.call('DescribeInstances', filter)
  // The shape is asserted with DescribeInstances.
  return (body['Instances'] as { Instance: { InstanceId: string }[] }).Instance.map((one) => one.InstanceId)
}

function showing(address: string, list: readonly string[]) {
  const AssociatedPublicIp = { AllocationId: '', PublicIpAddress: address }
  const PrivateIpSets = { PrivateIpSet: [{ AssociatedPublicIp }] }
  return {
    PublicIpAddress: { IpAddress: list },
    NetworkInterfaceSets: { NetworkInterfaceSet: [{ AssociatedPublicIp, PrivateIpSets }] },
  }
}

describe('parsing', () => {
  it('wants an instance', async () => {
    expect(refusal(await allocate(''))).toEqual(missing('InstanceId'))
  })
})

describe('refusals', () => {
  it('refuses a user without policies, an unknown instance, and a state that is none of two', async () => {
    expect(refusal(await allocate('i-a', ALICE))).toEqual(REFUSALS.forbidden)
    expect(refusal(await allocate('i-none'))).toEqual(REFUSALS.instance)
    const id = await create('5')
    await world.call('StartInstance', { InstanceId: id })
    await world.waitFor(id, 'Running')
    await world.call('RebootInstance', { InstanceId: id })
    expect(refusal(await allocate(id))).toEqual(REFUSALS.status)
  })

  it('refuses an instance without bandwidth, and changes nothing', async () => {
    const id = await create('0')
    expect(refusal(await allocate(id)).slice(0, 2)).toEqual([403, 'OperationDenied'])
    expect(await shown(id)).toMatchObject(showing('', []))
  })
})

describe('behaviour', () => {
  it('gives an instance of CreateInstance its address, which then shows and is found', async () => {
    const id = await create('5')
    expect(await shown(id)).toMatchObject(showing('', []))
    const owner = { account: '1234567890123456', dialect: 'alibaba-ecs' }
    const [instance] = await world.core.database.instances.findByIds(owner, [id])
    const own = instance?.address ?? ''
    expect(own).not.toBe('')
    expect(await idsWith(own)).toEqual([])
    const { status, body } = await allocate(id)
    expect([status, body]).toEqual([200, { RequestId: anyText(), IpAddress: textLike(/^127\./) }])
    expect(body['IpAddress']).toBe(own)
    expect(await shown(id)).toMatchObject(showing(own, [own]))
    expect(await idsWith(own)).toEqual([id])
    expect(await idsWith(own, { InstanceIds: '["i-a"]' })).toEqual([])
    expect((await allocate(id)).body['IpAddress']).toBe(own)
  })

  it('answers with the address that is there already', async () => {
    const { PublicIpAddress } = await world.show('i-a')
    expect(PublicIpAddress).toEqual({ IpAddress: [(await allocate('i-a')).body['IpAddress']] })
  })
})
