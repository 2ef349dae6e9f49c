import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { askedVpcs, vpcParams } from '../network-params.ts'
import { numberedPage } from '../numbered-page.ts'
import { presentVpc, readNetworks } from '../networks.ts'

/** Lists the VPCs of a region, as Packer asks for them. Source: reference page of DescribeVpcs, 2014-05-26. */
export const DescribeVpcs = action({
  name: 'DescribeVpcs',
  access: 'get',
  params: z.object(vpcParams),
  async run(context, { VpcId, IsDefault, ...paging }) {
    const networks = await readNetworks(context, askedVpcs(VpcId))
    const found = networks.filter(({ isDefault }) => IsDefault === undefined || IsDefault === isDefault)
    const { rows, page } = numberedPage(found, paging)
    return { ...page, Vpcs: { Vpc: rows.map(presentVpc) } }
  },
})
