import { describe, expect, it } from 'vitest'

import { anyText, refusal, REFUSALS } from '../../test-support/test-world.ts'
import { describeVpcList } from '../../test-support/vpc-list.ts'

const list = describeVpcList({
  action: 'DescribeVSwitches',
  instance: { ZoneId: 'cn-hangzhou-g' },
  // The shape is asserted in `behaviour`.
  shown: ({ VSwitches }) =>
    (VSwitches as { VSwitch: { VSwitchId: string }[] }).VSwitch.map(({ VSwitchId }) => VSwitchId),
  filters: [
    ['nothing', {}, ['vsw-bp1default', 'vsw-bp1switch']],
    ['zone', { ZoneId: 'cn-hangzhou-g' }, ['vsw-bp1switch']],
    ['VPC', { VpcId: 'vpc-bp1switch' }, ['vsw-bp1switch']],
    ['name', { VSwitchName: 'vsw-bp1switch' }, ['vsw-bp1switch']],
    ['route table', { RouteTableId: 'vtb-bp1switch' }, ['vsw-bp1switch']],
    ['resource group', { ResourceGroupId: 'rg-one' }, []],
    ['tag', { 'Tag.1.Key': 'team' }, []],
  ],
})

describe('refusals', () => {
  it('refuses a dry run', async () => {
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
})
