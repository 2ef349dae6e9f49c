import { z } from 'zod'

import { action } from '../../../kit/action.ts'
import { ignored } from '../../../kit/parameter-uses.ts'
import { text } from '../../../kit/params.ts'
import { Refusal } from '../../../kit/wire-error.ts'
import { operationErrors } from '../../faults.ts'
import {
  askedSwitches,
  groupedParams,
  isNamed,
  isOutOfReach,
  isSwitchMatch,
  switchParams,
} from '../../network-params.ts'
import { numberedPage } from '../../numbered-page.ts'
import { empty, type Network, presentSwitch, readNetworks, routeTableId, switchId } from '../../networks.ts'

/** Lists the switches of a region, as Terraform asks for them. Source: reference page of DescribeVSwitches, 2016-04-28. */
export const DescribeVSwitches = action({
  name: 'DescribeVSwitches',
  access: 'list',
  params: z.object({
    ...switchParams,
    ...groupedParams,
    VSwitchName: text().optional(),
    RouteTableId: text().optional(),
    // Only switches of one's own are here.
    VSwitchOwnerId: ignored(),
  }),
  async run(context, filters) {
    if (filters.DryRun) throw new Refusal(operationErrors.dryRun)
    const { VSwitchName, RouteTableId } = filters
    const networks = isOutOfReach(filters) ? [] : await readNetworks(context, askedSwitches(filters))
    const found = networks
      .filter((network) => isSwitchMatch(network, filters) && isNamed(VSwitchName, switchId(network)))
      .filter((network) => RouteTableId === undefined || RouteTableId === routeTableId(network))
    const { rows, page } = numberedPage(found, filters)
    return { ...page, VSwitches: { VSwitch: rows.map(present) } }
  },
})

/** The provider panics without the route table. */
function present(network: Network) {
  return {
    ...presentSwitch(network),
    ...{ Ipv6CidrBlock: '', NetworkAclId: '', ShareType: '' },
    RouteTable: { RouteTableId: routeTableId(network), RouteTableType: 'System' },
    Tags: { Tag: empty() },
  }
}
