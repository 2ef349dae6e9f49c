import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runInstance } from '../../test-support/run-instances.ts'
import {
  ALICE,
  anyText,
  missing,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  type TestWorld,
} from '../../test-support/test-world.ts'

const HOW = { version: '2016-04-28', form: 'v1-get', format: 'JSON' } as const

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
  await runInstance(world, { ZoneId: 'cn-hangzhou-g' })
})
afterAll(() => world[Symbol.asyncDispose]())

function list(params: Record<string, string> = {}, how = {}) {
  return world.call('DescribeVSwitches', { RegionId: REGION, ...params }, { ...HOW, ...how })
}

async function ids(params: Record<string, string> = {}): Promise<readonly string[]> {
  const { body } = await list(params)
  // The shape is asserted in `behaviour`.
  return (body['VSwitches'] as { VSwitch: { VSwitchId: string }[] }).VSwitch.map(({ VSwitchId }) => VSwitchId)
}

describe('parsing', () => {
  it('wants a region', async () => {
    expect(refusal(await list({ RegionId: '' }))).toEqual(missing('RegionId'))
  })
})

describe('refusals', () => {
  it('refuses a user without policies, and a dry run', async () => {
    expect(refusal(await list({}, ALICE))).toEqual(REFUSALS.forbidden)
    expect(refusal(await list({ DryRun: 'true' }))).toEqual(REFUSALS.dryRun)
  })
})

describe('behaviour', () => {
  it('shows the route table that Terraform reads', async () => {
    const { body } = await list({ IsDefault: 'true' })
    expect(body).toEqual({
      ...{ RequestId: anyText(), TotalCount: 1, PageNumber: 1, PageSize: 10 },
      VSwitches: {
        VSwitch: [
          {
            ...{ VSwitchId: 'vsw-bp1default', VSwitchName: 'vsw-bp1default', VpcId: 'vpc-bp1default' },
            ...{ ZoneId: 'cn-hangzhou-b', Status: 'Available', CidrBlock: '10.64.0.0/10', Description: '' },
            ...{ IsDefault: true, ResourceGroupId: '', CreationTime: '2020-01-01T00:00:00Z' },
            ...{ AvailableIpAddressCount: 4194300, Ipv6CidrBlock: '', NetworkAclId: '', ShareType: '' },
            RouteTable: { RouteTableId: 'vtb-bp1default', RouteTableType: 'System' },
            Tags: { Tag: [] },
          },
        ],
      },
    })
  })

  it.each<[string, Record<string, string>, string[]]>([
    ['nothing', {}, ['vsw-bp1default', 'vsw-bp1switch']],
    ['zone', { ZoneId: 'cn-hangzhou-g' }, ['vsw-bp1switch']],
    ['VPC', { VpcId: 'vpc-bp1switch' }, ['vsw-bp1switch']],
    ['name', { VSwitchName: 'vsw-bp1switch' }, ['vsw-bp1switch']],
    ['route table', { RouteTableId: 'vtb-bp1switch' }, ['vsw-bp1switch']],
    ['resource group', { ResourceGroupId: 'rg-one' }, []],
    ['tag', { 'Tag.1.Key': 'team' }, []],
  ])('filters by %s', async (_name, filter, expected) => {
    expect(await ids(filter)).toEqual(expected)
  })
})
