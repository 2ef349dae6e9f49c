import { describe, expect, it } from 'vitest'

import { anyText, invalid, refusal } from '../../test-support/test-world.ts'
import { describeVpcList } from '../../test-support/vpc-list.ts'

const used = 'vpc-bp1switch'

const list = describeVpcList({
  action: 'DescribeRouteTableList',
  // The shape is asserted in `behaviour`.
  shown: ({ RouterTableList }) => {
    const { RouterTableListType } = RouterTableList as { RouterTableListType: { VpcId: string }[] }
    return RouterTableListType.map(({ VpcId }) => VpcId)
  },
  filters: [
    ['nothing', {}, ['vpc-bp1default', used]],
    ['router', { RouterId: 'vrt-bp1switch', RouterType: 'VRouter' }, [used]],
    ['table', { RouteTableId: 'vtb-bp1switch' }, [used]],
    ['name', { RouteTableName: 'vtb-bp1switch' }, [used]],
    ['border routers', { RouterType: 'VBR' }, []],
    ['border routers of a VPC', { RouterType: 'VBR', VpcId: used }, [used]],
    ['tables of one’s own', { RouteTableType: 'Custom' }, []],
    ['tag', { 'Tag.1.Key': 'team' }, []],
  ],
})

describe('parsing', () => {
  it('wants a kind of router that there is', async () => {
    expect(refusal(await list({ RouterType: 'moon' }))).toEqual(invalid('RouterType'))
  })
})

describe('behaviour', () => {
  it('shows the one table of a VPC', async () => {
    const { body } = await list({ VpcId: 'vpc-bp1default' })
    expect(body).toEqual({
      ...{ RequestId: anyText(), Code: 'Success', Success: true },
      ...{ TotalCount: 1, PageNumber: 1, PageSize: 10 },
      RouterTableList: {
        RouterTableListType: [
          {
            ...{ RouteTableId: 'vtb-bp1default', RouteTableName: 'vtb-bp1default', Description: '' },
            ...{ RouteTableType: 'System', AssociateType: 'VSwitch', Status: 'Available' },
            ...{ VpcId: 'vpc-bp1default', RouterId: 'vrt-bp1default', RouterType: 'VRouter' },
            ...{ ResourceGroupId: '', VSwitchIds: { VSwitchId: ['vsw-bp1default'] }, Tags: { Tag: [] } },
            ...{ GatewayIds: { GatewayIds: [] }, CreationTime: '2020-01-01T00:00:00Z' },
          },
        ],
      },
    })
  })
})
