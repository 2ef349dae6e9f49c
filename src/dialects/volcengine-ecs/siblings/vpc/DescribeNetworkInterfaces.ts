import { z } from 'zod'

import type { Instance } from '../../../../core/instances/instance.ts'
import { readAllInstances } from '../../../../core/instances/read-all.ts'
import { action } from '../../../kit/action.ts'
import { integer } from '../../../kit/params.ts'
import { placeRows, rowToken } from '../../../kit/row-pages.ts'
import { formatTime } from '../../answer.ts'
import { type AttachedInterface, interfacesOf, suffixOf } from '../../attached.ts'
import { pageByRow, readPageByNumber } from '../../place-pages.ts'
import { given, list, maxResults, optionalText, tagFilters } from '../../wire-types.ts'

const params = z.object({
  NetworkInterfaceIds: list(100),
  InstanceId: optionalText(),
  NetworkInterfaceName: optionalText(),
  Type: optionalText(),
  Status: optionalText(),
  VpcId: optionalText(),
  SubnetId: optionalText(),
  ZoneId: optionalText(),
  SecurityGroupId: optionalText(),
  PrimaryIpAddresses: list(),
  PrivateIpAddresses: list(),
  Ipv6Addresses: list(),
  ProjectName: optionalText(),
  TagFilters: tagFilters(),
  PageNumber: given(integer().pipe(z.int().min(1)).optional()),
  PageSize: given(integer().pipe(z.int().min(1).max(100)).default(20)),
  NextToken: given(rowToken().optional()),
  MaxResults: maxResults({ byDefault: 20, max: 100 }),
})

/**
 * Lists the network interfaces of the instances of a region; there are no others here. Pages go by number when one is
 * given, else by token. Source: spec/volcengine.md §4.3, §4.4.
 */
export const DescribeNetworkInterfaces = action({
  name: 'DescribeNetworkInterfaces',
  access: 'list',
  params,
  async run(context, filters) {
    const { InstanceId, ProjectName, ZoneId, PageNumber = 1, PageSize } = filters
    const instances = await readAllInstances(context.core, context.call, {
      ...(InstanceId === undefined ? {} : { ids: [InstanceId] }),
      ...(ProjectName === undefined ? {} : { projects: [ProjectName] }),
      ...(ZoneId === undefined ? {} : { zones: [ZoneId] }),
    })
    const found = instances
      .flatMap((instance) => placeRows(instance, presentInterfaces))
      .filter(({ row }) => matches(row, filters))
    const page = filters.PageNumber
      ? { ...(await readPageByNumber(context, found, { ...filters, PageNumber })), NextToken: '' }
      : pageByRow(found, filters)
    return {
      NetworkInterfaceSets: page.rows,
      // Never absent: Terraform fails without it.
      NextToken: page.NextToken,
      ...{ TotalCount: page.total, PageNumber, PageSize },
      RequestId: context.call.requestId,
    }
  },
})

type Shown = ReturnType<typeof presentInterfaces>[number]

/** Interfaces carry no tags and have no IPv6 addresses. */
function matches(one: Shown, filters: z.output<typeof params>): boolean {
  const { NetworkInterfaceIds, SecurityGroupId, PrimaryIpAddresses, PrivateIpAddresses } = filters
  const isSame = (['NetworkInterfaceName', 'Type', 'Status', 'VpcId', 'SubnetId'] as const).every(
    (name) => filters[name] === undefined || filters[name] === one[name],
  )
  return (
    isSame &&
    (!NetworkInterfaceIds || NetworkInterfaceIds.includes(one.NetworkInterfaceId)) &&
    (SecurityGroupId === undefined || one.SecurityGroupIds.includes(SecurityGroupId)) &&
    (!PrimaryIpAddresses || PrimaryIpAddresses.includes(one.PrimaryIpAddress)) &&
    (!PrivateIpAddresses || PrivateIpAddresses.includes(one.PrimaryIpAddress)) &&
    !filters.Ipv6Addresses &&
    filters.TagFilters.length === 0
  )
}

function presentInterfaces(instance: Instance) {
  return interfacesOf(instance).map((one) => ({
    ...one,
    NetworkInterfaceName: one.NetworkInterfaceId,
    Description: '',
    DeviceId: instance.id,
    Status: 'InUse',
    AccountId: instance.account,
    ZoneId: instance.zone,
    ProjectName: instance.project,
    AssociatedElasticIp: elasticIpOf(instance, one),
    PrivateIpSets: {
      PrivateIpSet: [
        {
          PrivateIpAddress: one.PrimaryIpAddress,
          Primary: true,
          AssociatedElasticIp: elasticIpOf(instance, one),
        },
      ],
    },
    IPv6Sets: [],
    PortSecurityEnabled: true,
    ServiceManaged: false,
    Tags: [],
    VpcName: one.VpcId,
    CreatedAt: formatTime(instance.createdAtMs),
    UpdatedAt: formatTime(instance.createdAtMs),
  }))
}

/** The public address is that of the primary interface. */
function elasticIpOf(instance: Instance, { Type }: AttachedInterface) {
  if (Type !== 'primary') return null
  return {
    AllocationId: `eip-${suffixOf(instance)}`,
    EipAddress: instance.address,
    ReleaseWithInstance: true,
  }
}
