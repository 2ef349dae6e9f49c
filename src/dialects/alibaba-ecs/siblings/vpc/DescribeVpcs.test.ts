import { describe, expect, it } from 'vitest'

import { anyText, refusal, REFUSALS, REGION } from '../../test-support/test-world.ts'
import { describeVpcList } from '../../test-support/vpc-list.ts'

const list = describeVpcList({
  action: 'DescribeVpcs',
  // The shape is asserted in `behaviour`.
  shown: ({ Vpcs }) => (Vpcs as { Vpc: { VpcId: string }[] }).Vpc.map(({ VpcId }) => VpcId),
  filters: [
    ['nothing', {}, ['vpc-bp1default', 'vpc-bp1switch']],
    ['name', { VpcName: 'vpc-bp1switch' }, ['vpc-bp1switch']],
    ['default', { IsDefault: 'true' }, ['vpc-bp1default']],
    ['resource group', { ResourceGroupId: 'rg-one' }, []],
    ['tag', { 'Tag.1.Key': 'team' }, []],
    ['IPv6', { EnableIpv6: 'true' }, []],
    ['no IPv6', { EnableIpv6: 'false', PageSize: '1' }, ['vpc-bp1default']],
  ],
})

describe('refusals', () => {
  it('refuses a region that does not exist, and a dry run', async () => {
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
})
