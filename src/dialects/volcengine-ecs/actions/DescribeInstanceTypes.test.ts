import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  listed,
  refusal,
  REFUSALS,
  rowsOf,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ keyPairs: [{ id: 'kp-one', name: 'one' }] })
})
afterAll(() => world[Symbol.asyncDispose]())

type Params = Readonly<Record<string, string>>

async function ids(params: Params): Promise<unknown[]> {
  const rows = rowsOf(await world.call('DescribeInstanceTypes', params), 'InstanceTypes')
  return rows.map(({ InstanceTypeId }) => InstanceTypeId)
}

describe('parsing', () => {
  const two = ['ecs.g3i.large', 'ecs.c1.xlarge']

  test.each<[string, Params, string[]]>([
    ['InstanceTypeIds', listed('InstanceTypeIds', [...two, 'mars', two[0] ?? '']), two],
    ['InstanceTypes', listed('InstanceTypes', two), two],
    ['both', { ...listed('InstanceTypeIds', two), 'InstanceTypes.1': 'ecs.c1.xlarge' }, ['ecs.c1.xlarge']],
    ['an image', { ...listed('InstanceTypes', two), ImageId: 'image-ybubuntu2404lts0x640' }, two],
  ])('filters by %s', async (_name, params, expected) => {
    expect(await ids(params)).toEqual(expected)
  })

  test('of an instance whose type is not on offer, Terraform needs the first row', async () => {
    const run = await world.call('RunInstances', {
      ...{ ZoneId: 'cn-beijing-a', ImageId: 'image-ybubuntu2404lts0x640', InstanceType: 'ecs.old9.2xlarge' },
      ...{ InstanceName: 'old', KeyPairName: 'one', 'NetworkInterfaces.1.SubnetId': 'subnet-1' },
      'Volumes.1.VolumeType': 'ESSD_PL0',
    })
    const [id] = rowsOf(run, 'InstanceIds').map(String)
    const { InstanceTypeId } = await world.show(id ?? '')
    const { result } = await world.call('DescribeInstanceTypes', {
      'InstanceTypeIds.1': String(InstanceTypeId),
    })
    expect(result).toMatchObject({
      InstanceTypes: [{ InstanceTypeId: 'ecs.old9.2xlarge', Processor: { Cpus: 8 }, Gpu: null }],
      TotalCount: 1,
    })
  })
})

describe('refusals', () => {
  test.each<[string, Params, readonly unknown[]]>([
    [
      'an image that is none',
      { ImageId: 'mars' },
      [404, 'InvalidImage.NotFound', 'The specified image does not exist.'],
    ],
    ['too many rows', { MaxResults: '1001' }, REFUSALS.argument],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await world.call('DescribeInstanceTypes', params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    expect(refusal(await world.call('DescribeInstanceTypes', {}, ALICE))).toEqual(
      denied('DescribeInstanceTypes', '*'),
    )
  })
})

describe('behaviour', () => {
  test('shows each field in the type that Go decodes', async () => {
    const { result } = await world.call('DescribeInstanceTypes', { 'InstanceTypeIds.1': 'ecs.g3i.large' })
    expect(result).toEqual({
      InstanceTypes: [
        {
          InstanceTypeId: 'ecs.g3i.large',
          InstanceTypeFamily: 'ecs.g3i',
          Processor: {
            Cpus: 2,
            Model: 'Intel Xeon Platinum 8457C',
            BaseFrequency: 2.6,
            TurboFrequency: 3.1,
          },
          Memory: { Size: 8192, EncryptedSize: 0 },
          Volume: { MaximumCount: 16, SupportedVolumeTypes: ['ESSD_PL0', 'ESSD_FlexPL', 'PTSSD'] },
          Network: {
            MaximumNetworkInterfaces: 2,
            MaximumPrivateIpv4AddressesPerNetworkInterface: 10,
            MaximumQueuesPerNetworkInterface: 2,
          },
          Gpu: null,
          Rdma: null,
          LocalVolumes: [],
          BaselineCredit: 0,
          InitialCredit: 0,
        },
      ],
      NextToken: '',
      TotalCount: 1,
    })
  })

  test('pages through the offer without a gap or a repeat', async () => {
    const seen: unknown[] = []
    let token = ''
    let total: unknown
    do {
      const reply = await world.call('DescribeInstanceTypes', { MaxResults: '20', NextToken: token })
      seen.push(...rowsOf(reply, 'InstanceTypes').map(({ InstanceTypeId }) => InstanceTypeId))
      token = String(reply.result?.['NextToken'])
      total = reply.result?.['TotalCount']
    } while (token !== '')
    expect(new Set(seen).size).toBe(total)
    expect(seen).toHaveLength(Number(total))
    expect(seen).toContain('ecs.r4i.16xlarge')
  })
})
