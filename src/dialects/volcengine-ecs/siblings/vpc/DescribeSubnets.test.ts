import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Params } from '../../test-support/signed-call.ts'
import {
  ALICE,
  like,
  listed,
  refusal,
  REFUSALS,
  rowsOf,
  startWorld,
  type TestWorld,
  tooMany,
} from '../../test-support/test-world.ts'

const VPC = { service: 'vpc' }
const SEEDED = 'subnet-ybdefault0000subnet1'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [{ id: 'kp-one', name: 'one' }],
    instances: [{ id: 'i-seeded', zone: 'cn-beijing-c' }],
  })
  const basic = {
    ...{ ImageId: 'image-ybubuntu2404lts0x640', InstanceType: 'ecs.g3i.large', KeyPairName: 'one' },
    ...{ InstanceName: 'web', 'Volumes.1.VolumeType': 'ESSD_PL0' },
    'NetworkInterfaces.1.SubnetId': 'subnet-used',
  }
  await world.call('RunInstances', { ...basic, ZoneId: 'cn-beijing-b' })
})
afterAll(() => world[Symbol.asyncDispose]())

const ask = (params: Params) => world.call('DescribeSubnets', params, VPC)

async function zones(params: Params): Promise<string[]> {
  const rows = rowsOf(await ask(params), 'Subnets')
  return rows.map(({ SubnetId, ZoneId }) => `${String(SubnetId)} ${String(ZoneId)}`).toSorted()
}

describe('parsing', () => {
  const used = 'subnet-used cn-beijing-b'
  const seeded = `${SEEDED} cn-beijing-c`

  test.each<[string, Params, string[]]>([
    ['nothing', {}, [used, seeded].toSorted()],
    ['an id', { 'SubnetIds.1': 'subnet-used' }, [used]],
    [
      'ids counted from 0',
      { 'SubnetIds.0': 'subnet-used', 'SubnetIds.1': SEEDED },
      [used, seeded].toSorted(),
    ],
    ['an id nobody has used', { 'SubnetIds.1': 'subnet-new' }, ['subnet-new cn-beijing-a']],
    ['what is no id', { 'SubnetIds.1': 'mars' }, []],
    ['the VPC', { VpcId: 'vpc-used' }, [used]],
    ['the zone', { ZoneId: 'cn-beijing-c' }, [seeded]],
    ['the name', { SubnetName: 'subnet-used' }, [used]],
    ['a project', { ProjectName: 'web' }, []],
  ])('filters by %s', async (_name, params, expected) => {
    expect(await zones(params)).toEqual(expected)
  })

  test('pages by number', async () => {
    const second = await ask({ PageNumber: '2', PageSize: '1' })
    expect(second.result).toMatchObject({ TotalCount: 2, PageNumber: 2, PageSize: 1 })
    expect(rowsOf(second, 'Subnets')).toHaveLength(1)
  })
})

describe('refusals', () => {
  const many = Array.from({ length: 101 }, (_, place) => `subnet-${place}`)

  test.each<[string, Params, readonly unknown[]]>([
    ['101 ids', listed('SubnetIds', many), tooMany('SubnetIds')],
    ['too many rows', { PageSize: '101' }, REFUSALS.argument],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await ask(params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    expect(refusal(await world.call('DescribeSubnets', {}, { ...VPC, ...ALICE }))).toEqual([
      403,
      'AccessDenied',
      'User is not authorized to perform: vpc:DescribeSubnets on resource: *.',
    ])
  })
})

describe('behaviour', () => {
  test('shows what Terraform reads before it runs an instance', async () => {
    const { result } = await ask({ 'SubnetIds.1': 'subnet-used' })
    expect(result).toEqual({
      Subnets: [
        {
          SubnetId: 'subnet-used',
          SubnetName: 'subnet-used',
          VpcId: 'vpc-used',
          ZoneId: 'cn-beijing-b',
          Status: 'Available',
          CidrBlock: '10.64.0.0/10',
          Description: '',
          ProjectName: 'default',
          IsDefault: false,
        },
      ],
      ...{ TotalCount: 1, PageNumber: 1, PageSize: 20, NextToken: '' },
      RequestId: like(/^\d{14}/),
    })
  })
})
