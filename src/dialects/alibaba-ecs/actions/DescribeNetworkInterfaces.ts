import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { boolean, text } from '../../kit/params.ts'
import { readRows, rowPaging } from '../derived-pages.ts'
import { presentNetworkInterface, type PresentedInterface } from '../network-interfaces.ts'
import { tagFilters } from '../wire-types.ts'

const params = z.object({
  RegionId: text(),
  InstanceId: text().optional(),
  NetworkInterfaceId: z.array(text()).max(100).optional(),
  NetworkInterfaceName: text().optional(),
  PrimaryIpAddress: text().optional(),
  PrivateIpAddress: z.array(text()).max(100).optional(),
  Ipv6Address: z.array(text()).max(100).optional(),
  SecurityGroupId: text().optional(),
  VpcId: text().optional(),
  VSwitchId: text().optional(),
  ResourceGroupId: text().optional(),
  Type: text().optional(),
  Status: text().optional(),
  ServiceManaged: boolean().optional(),
  Tag: tagFilters(),
  ...rowPaging({ maxPageSize: 500 }),
})

type Filters = z.output<typeof params>

/** Lists the network interfaces of instances: each has its primary one. Source: spec/alibaba.md §2.11. */
export const DescribeNetworkInterfaces = action({
  name: 'DescribeNetworkInterfaces',
  access: 'get',
  params,
  async run(context, filters) {
    const { rows, page } = await readRows(
      context,
      {
        conditions: conditionsOf(filters),
        rowsOf: (instance) => [presentNetworkInterface(instance)],
        isMatch: (one) => isMatch(one, filters),
      },
      filters,
    )
    return { ...page, NetworkInterfaceSets: { NetworkInterfaceSet: rows } }
  },
})

function conditionsOf(filters: Filters) {
  const { InstanceId, NetworkInterfaceId, ResourceGroupId, Tag } = filters
  const holders = NetworkInterfaceId?.map((id) => id.replace(/^eni-/, 'i-'))
  const ids = InstanceId === undefined ? holders : [InstanceId]
  const { VpcId, VSwitchId, SecurityGroupId: SecurityGroupIds } = filters
  const attributes = Object.entries({ VpcId, VSwitchId, SecurityGroupIds })
  return {
    ...(ids ? { ids } : {}),
    ...(ResourceGroupId === undefined ? {} : { projects: [ResourceGroupId] }),
    attributes: attributes.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])),
    tags: Tag,
  }
}

function isMatch(one: PresentedInterface, filters: Filters): boolean {
  const { NetworkInterfaceId, NetworkInterfaceName, PrimaryIpAddress, PrivateIpAddress } = filters
  const { Ipv6Address, Type, Status, ServiceManaged } = filters
  return (
    (!NetworkInterfaceId || NetworkInterfaceId.includes(one.NetworkInterfaceId)) &&
    (NetworkInterfaceName === undefined || NetworkInterfaceName === one.NetworkInterfaceName) &&
    (PrimaryIpAddress === undefined || PrimaryIpAddress === one.PrivateIpAddress) &&
    (!PrivateIpAddress || PrivateIpAddress.includes(one.PrivateIpAddress)) &&
    (Type === undefined || Type === one.Type) &&
    (Status === undefined || Status === one.Status) &&
    (ServiceManaged === undefined || ServiceManaged === one.ServiceManaged) &&
    // Nothing here has one.
    Ipv6Address === undefined
  )
}
