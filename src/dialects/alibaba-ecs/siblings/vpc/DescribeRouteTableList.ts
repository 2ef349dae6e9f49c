import { z } from 'zod'

import { action } from '../../../kit/action.ts'
import { text } from '../../../kit/params.ts'
import { formatSecond } from '../../answer.ts'
import { askedVpcs, isNamed, isOutOfReach, networkPaging } from '../../network-params.ts'
import { numberedPage } from '../../numbered-page.ts'
import {
  empty,
  type Network,
  readNetworks,
  routeTableId,
  switchId,
  vpcId,
  vRouterId,
} from '../../networks.ts'
import { tagFilters } from '../../wire-types.ts'

/**
 * Lists the route tables of a region: each VPC has one. The Terraform provider asks for that of each VPC it lists.
 * Source: reference page of DescribeRouteTableList.
 */
export const DescribeRouteTableList = action({
  name: 'DescribeRouteTableList',
  access: 'list',
  params: z.object({
    RegionId: text(),
    VpcId: text().optional(),
    RouterId: text().optional(),
    RouterType: z.enum(['VRouter', 'VBR']).optional(),
    RouteTableId: text().optional(),
    RouteTableName: text().optional(),
    RouteTableType: z.enum(['System', 'Custom']).optional(),
    ResourceGroupId: text().optional(),
    Tag: tagFilters(),
    ...networkPaging,
  }),
  async run(context, filters) {
    const { VpcId, RouterId, RouterType, RouteTableId, RouteTableName, RouteTableType } = filters
    // With a VPC the kind of router is not looked at. Source: reference page.
    const isNothing = RouteTableType === 'Custom' || (RouterType === 'VBR' && VpcId === undefined)
    const networks = isNothing || isOutOfReach(filters) ? [] : await readNetworks(context, askedVpcs(VpcId))
    const found = networks
      .filter((network) => isNamed(RouterId, vRouterId(network)))
      .filter((network) => isNamed(RouteTableId, routeTableId(network)))
      .filter((network) => isNamed(RouteTableName, routeTableId(network)))
    const { rows, page } = numberedPage(found, filters)
    const RouterTableListType = rows.map(present)
    return { Code: 'Success', Success: true, ...page, RouterTableList: { RouterTableListType } }
  },
})

function present(network: Network) {
  return {
    ...{ RouteTableId: routeTableId(network), RouteTableName: routeTableId(network), Description: '' },
    ...{ RouteTableType: 'System', AssociateType: 'VSwitch', Status: 'Available', VpcId: vpcId(network) },
    ...{ RouterId: vRouterId(network), RouterType: 'VRouter', ResourceGroupId: '' },
    VSwitchIds: { VSwitchId: [switchId(network)] },
    GatewayIds: { GatewayIds: empty() },
    Tags: { Tag: empty() },
    CreationTime: formatSecond(network.createdAtMs),
  }
}
