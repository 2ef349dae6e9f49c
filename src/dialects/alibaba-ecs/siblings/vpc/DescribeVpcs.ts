import { z } from 'zod'

import { action } from '../../../kit/action.ts'
import { ignored } from '../../../kit/parameter-uses.ts'
import { text } from '../../../kit/params.ts'
import { Refusal } from '../../../kit/wire-error.ts'
import { operationErrors } from '../../faults.ts'
import { askedVpcs, groupedParams, isNamed, isOutOfReach, vpcParams } from '../../network-params.ts'
import { numberedPage } from '../../numbered-page.ts'
import { empty, type Network, presentVpc, readNetworks, routeTableId, vpcId } from '../../networks.ts'

/**
 * Lists the VPCs of a region, as Terraform asks for them. Source: reference page of DescribeVpcs, 2016-04-28.
 */
export const DescribeVpcs = action({
  name: 'DescribeVpcs',
  access: 'list',
  params: z.object({
    ...vpcParams,
    ...groupedParams,
    VpcName: text().optional(),
    // There are no sets of DHCP options, and only networks of one's own.
    DhcpOptionsSetId: ignored(),
    VpcOwnerId: ignored(),
  }),
  async run(context, filters) {
    if (filters.DryRun) throw new Refusal(operationErrors.dryRun)
    const { VpcId, VpcName, IsDefault } = filters
    const networks = isOutOfReach(filters) ? [] : await readNetworks(context, askedVpcs(VpcId))
    const found = networks
      .filter((network) => isNamed(VpcName, vpcId(network)))
      .filter(({ isDefault }) => IsDefault === undefined || IsDefault === isDefault)
    const { rows, page } = numberedPage(found, filters)
    return { ...page, Vpcs: { Vpc: rows.map(present) } }
  },
})

/** The provider panics where one of the lists is missing. */
function present(network: Network) {
  return {
    ...presentVpc(network),
    ...{ Ipv6CidrBlock: '', ResourceGroupId: '', CenStatus: 'Detached', NetworkAclNum: '0' },
    ...{ DhcpOptionsSetId: '', DhcpOptionsSetStatus: '', DnsHostnameStatus: 'DISABLED' },
    NatGatewayIds: { NatGatewayIds: empty() },
    RouterTableIds: { RouterTableIds: [routeTableId(network)] },
    SecondaryCidrBlocks: { SecondaryCidrBlock: empty() },
    Tags: { Tag: empty() },
  }
}
