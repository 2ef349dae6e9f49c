import { z } from 'zod'

import { action } from '../../../kit/action.ts'
import { CIDR_BLOCK, type Network, readNetworks } from './networks.ts'
import {
  type FilterTable,
  isTold,
  networkFilters,
  networkIds,
  networkPaging,
  networkTime,
  select,
} from './param-types.ts'

const FILTERS: FilterTable<Network> = {
  'vpc-id': ({ id }, value) => id === value,
  'vpc-name': (network, value) => nameOf(network).includes(value),
  'is-default': ({ isDefault }, value) => isTold(value, isDefault),
  'cidr-block': (_, value) => value === CIDR_BLOCK,
}

/** Resolvers of the cloud. Source: "Private DNS" of its documentation. */
const RESOLVERS = ['183.60.83.19', '183.60.82.98']

/** Lists networks: those of the caller's instances, and the default one. Source: the official SDK, as of 2026-11. */
export const DescribeVpcs = action({
  name: 'DescribeVpcs',
  access: 'list',
  params: z.strictObject({
    VpcIds: networkIds('vpc').optional(),
    Filters: networkFilters(Object.keys(FILTERS)),
    ...networkPaging(),
  }),
  async run({ core, call }, { VpcIds, Filters, Offset, Limit }) {
    const networks = select(await readNetworks(core, call), FILTERS, { ids: VpcIds, filters: Filters })
    return { TotalCount: networks.length, VpcSet: networks.slice(Offset, Offset + Limit).map(presentNetwork) }
  },
})

function nameOf({ id, isDefault }: Network): string {
  return isDefault ? 'Default-VPC' : id
}

function presentNetwork(network: Network) {
  const { id, isDefault, sinceMs } = network
  return {
    ...{ VpcId: id, VpcName: nameOf(network), IsDefault: isDefault, CreatedTime: networkTime(sinceMs) },
    ...{ CidrBlock: CIDR_BLOCK, Ipv6CidrBlock: '', Ipv6CidrBlockSet: [], AssistantCidrSet: [] },
    ...{
      DnsServerSet: RESOLVERS,
      DomainName: '',
      DhcpOptionsId: '',
      EnableDhcp: true,
      EnableMulticast: false,
    },
    ...{ EnableRouteVpcPublish: false, EnableRouteVpcPublishIpv6: false, TagSet: [] },
  }
}
