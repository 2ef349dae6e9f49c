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
  await runInstance(world)
})
afterAll(() => world[Symbol.asyncDispose]())

function list(params: Record<string, string> = {}, how = {}) {
  return world.call('DescribeVpcs', { RegionId: REGION, ...params }, { ...HOW, ...how })
}

async function ids(params: Record<string, string> = {}): Promise<readonly string[]> {
  const { body } = await list(params)
  // The shape is asserted in `behaviour`.
  return (body['Vpcs'] as { Vpc: { VpcId: string }[] }).Vpc.map(({ VpcId }) => VpcId)
}

describe('parsing', () => {
  it('wants a region', async () => {
    expect(refusal(await list({ RegionId: '' }))).toEqual(missing('RegionId'))
  })
})

describe('refusals', () => {
  it('refuses a user without policies, a region that does not exist, and a dry run', async () => {
    expect(refusal(await list({}, ALICE))).toEqual(REFUSALS.forbidden)
    expect(refusal(await list({ RegionId: 'cn-nowhere' }))).toEqual(REFUSALS.region)
    expect(refusal(await list({ DryRun: 'true' }))).toEqual(REFUSALS.dryRun)
  })
})

describe('behaviour', () => {
  it('shows every list that Terraform reads', async () => {
    const { body } = await list({ VpcId: 'vpc-bp1default' })
    expect(body).toEqual({
      ...{ RequestId: anyText(), TotalCount: 1, PageNumber: 1, PageSize: 10 },
      Vpcs: {
        Vpc: [
          {
            ...{ VpcId: 'vpc-bp1default', VpcName: 'vpc-bp1default', RegionId: REGION, Status: 'Available' },
            ...{ CidrBlock: '10.64.0.0/10', Ipv6CidrBlock: '', Description: '', IsDefault: true },
            ...{ VRouterId: 'vrt-bp1default', CreationTime: '2020-01-01T00:00:00Z', ResourceGroupId: '' },
            ...{ CenStatus: 'Detached', NetworkAclNum: '0', DhcpOptionsSetId: '', DhcpOptionsSetStatus: '' },
            DnsHostnameStatus: 'DISABLED',
            ...{ VSwitchIds: { VSwitchId: ['vsw-bp1default'] }, UserCidrs: { UserCidr: [] } },
            ...{ NatGatewayIds: { NatGatewayIds: [] }, Tags: { Tag: [] } },
            RouterTableIds: { RouterTableIds: ['vtb-bp1default'] },
            SecondaryCidrBlocks: { SecondaryCidrBlock: [] },
          },
        ],
      },
    })
  })

  it.each<[string, Record<string, string>, string[]]>([
    ['nothing', {}, ['vpc-bp1default', 'vpc-bp1switch']],
    ['name', { VpcName: 'vpc-bp1switch' }, ['vpc-bp1switch']],
    ['default', { IsDefault: 'true' }, ['vpc-bp1default']],
    ['resource group', { ResourceGroupId: 'rg-one' }, []],
    ['tag', { 'Tag.1.Key': 'team' }, []],
    ['IPv6', { EnableIpv6: 'true' }, []],
    ['no IPv6', { EnableIpv6: 'false', PageSize: '1' }, ['vpc-bp1default']],
  ])('filters by %s', async (_name, filter, expected) => {
    expect(await ids(filter)).toEqual(expected)
  })
})
