import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { askedSwitches, isSwitchMatch, switchParams } from '../network-params.ts'
import { numberedPage } from '../numbered-page.ts'
import { presentSwitch, readNetworks } from '../networks.ts'

/** Lists the switches of a region, as Packer asks for them. Source: reference page of DescribeVSwitches, 2014-05-26. */
export const DescribeVSwitches = action({
  name: 'DescribeVSwitches',
  access: 'get',
  params: z.object(switchParams),
  async run(context, filters) {
    const networks = await readNetworks(context, askedSwitches(filters))
    const found = networks.filter((network) => isSwitchMatch(network, filters))
    const { rows, page } = numberedPage(found, filters)
    return { ...page, VSwitches: { VSwitch: rows.map(presentSwitch) } }
  },
})
