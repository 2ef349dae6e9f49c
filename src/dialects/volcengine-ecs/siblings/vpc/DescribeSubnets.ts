import { z } from 'zod'

import type { ActionContext } from '../../../kit/action.ts'
import { action } from '../../../kit/action.ts'
import { findRegion } from '../../../kit/catalog.ts'
import { ignored } from '../../../kit/parameter-uses.ts'
import { interfacesOf, vpcIdOf } from '../../attached.ts'
import { catalog } from '../../catalog.ts'
import { everyInstance } from '../../every-instance.ts'
import { numberedPages, pageByNumber } from '../../place-pages.ts'
import { list, optionalText, tagFilters } from '../../wire-types.ts'

/** Every private address of the simulated network is in it. */
const CIDR_BLOCK = '10.64.0.0/10'

/**
 * Lists the subnets that instances are in. Subnets are not made here: one that is asked for by id exists, in the zone of
 * the oldest instance that is in it or else in the first zone of the region. Source: spec/volcengine.md §4.3, §4.4.
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
    IsDefault: ignored(),
    MaxResults: ignored(),
    NextToken: ignored(),
    ...numberedPages({ byDefault: 20 }),
  }),
  async run(context, { SubnetIds, VpcId, ZoneId, SubnetName, ProjectName, TagFilters, ...page }) {
    const used = await usedSubnets(context)
    const ids = SubnetIds ? [...new Set(SubnetIds)].filter(isSubnetId) : [...used.keys()]
    const found = ids
      .map((id) => presentSubnet(id, used.get(id) ?? { vpcId: vpcIdOf(id), zone: firstZone(context) }))
      .filter((subnet) => VpcId === undefined || subnet.VpcId === VpcId)
      .filter((subnet) => ZoneId === undefined || subnet.ZoneId === ZoneId)
      .filter((subnet) => SubnetName === undefined || subnet.SubnetName === SubnetName)
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

interface Place {
  readonly vpcId: string
  readonly zone: string
}

/** Where the instances of the region say their subnets are; the oldest one has the last word. */
async function usedSubnets(context: ActionContext): Promise<ReadonlyMap<string, Place>> {
  const used = new Map<string, Place>()
  for (const instance of await everyInstance(context)) {
    for (const { SubnetId, VpcId } of interfacesOf(instance)) {
      used.set(SubnetId, { vpcId: VpcId, zone: instance.zone })
    }
  }
  return used
}

/** Source: spec/volcengine.md §3.4. */
function isSubnetId(id: string): boolean {
  return /^subnet-[0-9a-z]{1,40}$/.test(id)
}

function firstZone({ call }: ActionContext): string {
  return findRegion(catalog, call.region)?.zones[0]?.id ?? ''
}

function presentSubnet(id: string, { vpcId, zone }: Place) {
  return {
    SubnetId: id,
    SubnetName: id,
    VpcId: vpcId,
    ZoneId: zone,
    Status: 'Available',
    CidrBlock: CIDR_BLOCK,
    Description: '',
    ProjectName: 'default',
    IsDefault: false,
  }
}
