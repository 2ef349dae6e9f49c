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
const DEFAULT = 'sg-ybdefault00000000sg01'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ keyPairs: [{ id: 'kp-one', name: 'one' }] })
  await world.call('RunInstances', {
    ...{ ImageId: 'image-ybubuntu2404lts0x640', InstanceType: 'ecs.g3i.large', KeyPairName: 'one' },
    ...{ InstanceName: 'web', 'Volumes.1.VolumeType': 'ESSD_PL0', ZoneId: 'cn-beijing-b' },
    ...{ 'NetworkInterfaces.1.SubnetId': 'subnet-used', 'NetworkInterfaces.1.SecurityGroupIds.1': 'sg-used' },
  })
})
afterAll(() => world[Symbol.asyncDispose]())

const ask = (params: Params) => world.call('DescribeSecurityGroups', params, VPC)

async function ids(params: Params): Promise<string[]> {
  return rowsOf(await ask(params), 'SecurityGroups').map(({ SecurityGroupId }) => String(SecurityGroupId))
}

describe('parsing', () => {
  test.each<[string, Params, string[]]>([
    ['nothing', {}, [DEFAULT, 'sg-used']],
    ['an id', { 'SecurityGroupIds.1': 'sg-used' }, ['sg-used']],
    ['an id nobody has used', { 'SecurityGroupIds.1': 'sg-new', VpcId: 'vpc-new' }, ['sg-new']],
    ['what is no id', { 'SecurityGroupIds.1': 'mars' }, []],
    ['the VPC', { VpcId: 'vpc-used' }, ['sg-used']],
    ['names', { 'SecurityGroupNames.1': DEFAULT }, [DEFAULT]],
    ['a project', { ProjectName: 'web' }, []],
    ['a tag', { 'TagFilters.1.Key': 'a' }, []],
    ['a page', { PageNumber: '2', PageSize: '1' }, ['sg-used']],
  ])('filters by %s', async (_name, params, expected) => {
    expect(await ids(params)).toEqual(expected)
  })
})

describe('refusals', () => {
  const many = Array.from({ length: 101 }, (_, place) => `sg-${place}`)

  test.each<[string, Params, readonly unknown[]]>([
    ['101 ids', listed('SecurityGroupIds', many), tooMany('SecurityGroupIds')],
    ['too many rows', { PageSize: '101' }, REFUSALS.argument],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await ask(params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    expect(refusal(await world.call('DescribeSecurityGroups', {}, { ...VPC, ...ALICE }))).toEqual([
      403,
      'AccessDenied',
      'User is not authorized to perform: vpc:DescribeSecurityGroups on resource: *.',
    ])
  })
})

describe('behaviour', () => {
  test('shows the group of an instance, and the default one', async () => {
    const plain = { Status: 'Available', Description: '', ProjectName: 'default', Tags: [] }
    const { result } = await ask({})
    expect(result).toEqual({
      SecurityGroups: [
        {
          ...{ SecurityGroupId: DEFAULT, SecurityGroupName: DEFAULT, Type: 'default', ...plain },
          ...{ VpcId: 'vpc-ybdefault0000000vpc01', CreationTime: '2020-01-01T08:00:00+08:00' },
        },
        {
          ...{ SecurityGroupId: 'sg-used', SecurityGroupName: 'sg-used', Type: 'normal', ...plain },
          ...{ VpcId: 'vpc-used', CreationTime: like(/\+08:00$/) },
        },
      ],
      ...{ TotalCount: 2, PageNumber: 1, PageSize: 20 },
      RequestId: like(/^\d{14}/),
    })
  })
})
