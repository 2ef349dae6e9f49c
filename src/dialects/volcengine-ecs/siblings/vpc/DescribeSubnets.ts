import { z } from 'zod'

import { action } from '../../../kit/action.ts'
import { ignored } from '../../../kit/parameter-uses.ts'
import { boolean } from '../../../kit/params.ts'
import { DEFAULT_SUBNET } from '../../attributes.ts'
import { CIDR_BLOCK, readNetworks, type Subnet, unusedSubnet, wantedIds } from '../../networks.ts'
import { numberedPages, pageByNumber } from '../../place-pages.ts'
import { given, list, optionalText, tagFilters } from '../../wire-types.ts'

/**
 * Lists the subnets that instances are in, and the default one. Subnets are not made here: one that is asked for by id
 * exists, in the zone of the oldest instance that is in it or else in the first zone of the region. Source:
 * spec/volcengine.md §4.3, §4.4.
 */
export const DescribeSubnets = action({
  name: 'DescribeSubnets',
  access: 'list',
  params: z.object({
    SubnetIds: list(100),
    VpcId: optionalText(),
    ZoneId: optionalText(),
    SubnetName: optionalText(),
    ProjectName: optionalText(),
    TagFilters: tagFilters(),
    SubnetOwnerId: ignored(),
    RouteTableId: ignored(),
    IsDefault: given(boolean().optional()),
    MaxResults: ignored(),
    NextToken: ignored(),
    ...numberedPages({ byDefault: 20 }),
  }),
  async run(context, { SubnetIds, VpcId, ZoneId, SubnetName, IsDefault, ProjectName, TagFilters, ...page }) {
    const { subnets } = await readNetworks(context)
    const found = wantedIds('subnet', SubnetIds, subnets)
      .map((id) => presentSubnet(id, subnets.get(id) ?? unusedSubnet(context, id)))
      .filter((subnet) => VpcId === undefined || subnet.VpcId === VpcId)
      .filter((subnet) => ZoneId === undefined || subnet.ZoneId === ZoneId)
      .filter((subnet) => SubnetName === undefined || subnet.SubnetName === SubnetName)
      .filter((subnet) => IsDefault === undefined || subnet.IsDefault === IsDefault)
      .filter((subnet) => ProjectName === undefined || subnet.ProjectName === ProjectName)
      // Subnets carry no tags.
      .filter(() => TagFilters.length === 0)
    const { PageNumber, PageSize } = page
    return {
      Subnets: pageByNumber(found, page),
      ...{ TotalCount: found.length, PageNumber, PageSize, NextToken: '' },
      RequestId: context.call.requestId,
    }
  },
})

function presentSubnet(id: string, { vpcId, zone }: Subnet) {
  return {
    SubnetId: id,
    SubnetName: id,
    VpcId: vpcId,
    ZoneId: zone,
    Status: 'Available',
    CidrBlock: CIDR_BLOCK,
    Description: '',
    ProjectName: 'default',
    IsDefault: id === DEFAULT_SUBNET,
  }
}
