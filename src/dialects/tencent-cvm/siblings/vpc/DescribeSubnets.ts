import { z } from 'zod'

import { action } from '../../../kit/action.ts'
import { ADDRESSES, CIDR_BLOCK, readSubnets, type Subnet } from './networks.ts'
import {
  type FilterTable,
  isTold,
  networkFilters,
  networkIds,
  networkPaging,
  networkTime,
  select,
  tokens,
} from './param-types.ts'

const FILTERS: FilterTable<Subnet> = {
  'subnet-id': ({ id }, value) => id === value,
  'vpc-id': ({ networkId }, value) => networkId === value,
  'subnet-name': (subnet, value) => nameOf(subnet).includes(value),
  'cidr-block': (_, value) => value === CIDR_BLOCK,
  'is-default': ({ isDefault }, value) => isTold(value, isDefault),
  'is-remote-vpc-snat': (_, value) => isTold(value, false),
  zone: ({ zone }, value) => zone === value,
  'cdc-id': () => false,
  'is-cdc-subnet': (_, value) => value === '0',
  'ipv6-cidr-block': () => false,
  'isp-type': () => false,
}

/**
 * Lists subnets: those of the caller's instances, and the default one, which is in the first zone of the region. Source:
 * the official SDK, as of 2026-11.
 */
export const DescribeSubnets = action({
  name: 'DescribeSubnets',
  access: 'list',
  params: z.strictObject({
    SubnetIds: networkIds('subnet').optional(),
    Filters: networkFilters(Object.keys(FILTERS)),
    ...networkPaging(),
    ...tokens(),
  }),
  async run({ core, call }, { SubnetIds, Filters, Offset, Limit, MaxResults, NextToken }) {
    const subnets = select(await readSubnets(core, call), FILTERS, { ids: SubnetIds, filters: Filters })
    const from = NextToken ? Number(NextToken) : Offset
    const until = from + (MaxResults ?? Limit)
    const next = MaxResults !== undefined && until < subnets.length ? String(until) : ''
    const page = subnets.slice(from, until).map(presentSubnet)
    return { TotalCount: subnets.length, SubnetSet: page, NextToken: next }
  },
})

function nameOf({ id, isDefault }: Subnet): string {
  return isDefault ? 'Default-Subnet' : id
}

function presentSubnet(subnet: Subnet) {
  const { id, networkId, isDefault, sinceMs, zone, usedAddresses } = subnet
  return {
    ...{ SubnetId: id, SubnetName: nameOf(subnet), VpcId: networkId, Zone: zone, IsDefault: isDefault },
    ...{
      CidrBlock: CIDR_BLOCK,
      Ipv6CidrBlock: '',
      CreatedTime: networkTime(sinceMs),
      EnableBroadcast: false,
    },
    ...{ TotalIpAddressCount: ADDRESSES, AvailableIpAddressCount: ADDRESSES - usedAddresses },
    ...{ RouteTableId: `rtb-${networkId.slice(-8)}`, NetworkAclId: '', IsRemoteVpcSnat: false, TagSet: [] },
    ...{ CdcId: '', IsCdcSubnet: 0 },
  }
}
