import { z } from 'zod'

import { type ActionContext, action } from '../../../kit/action.ts'
import { ignored } from '../../../kit/parameter-uses.ts'
import { boolean } from '../../../kit/params.ts'
import { formatTime } from '../../answer.ts'
import { CIDR_BLOCK, readNetworks, unusedVpc, type Vpc, wantedIds } from '../../networks.ts'
import { numberedPages, pageByNumber } from '../../place-pages.ts'
import { given, list, optionalText, tagFilters } from '../../wire-types.ts'

/** Lists the VPCs of a region: those that instances are in, and the default one. Source: Go SDK, service vpc. */
export const DescribeVpcs = action({
  name: 'DescribeVpcs',
  access: 'list',
  params: z.object({
    VpcIds: list(100),
    VpcName: optionalText(),
    IsDefault: given(boolean().optional()),
    ProjectName: optionalText(),
    TagFilters: tagFilters(),
    MaxResults: ignored(),
    NextToken: ignored(),
    ...numberedPages({ byDefault: 20 }),
  }),
  async run(context, { VpcIds, VpcName, IsDefault, ProjectName, TagFilters, ...page }) {
    const { vpcs } = await readNetworks(context)
    const found = wantedIds('vpc', VpcIds, vpcs)
      .map((id) => present(context, vpcs.get(id) ?? unusedVpc(id)))
      .filter((vpc) => VpcName === undefined || vpc.VpcName === VpcName)
      .filter((vpc) => IsDefault === undefined || vpc.IsDefault === IsDefault)
      .filter((vpc) => ProjectName === undefined || vpc.ProjectName === ProjectName)
      // VPCs carry no tags.
      .filter(() => TagFilters.length === 0)
    const { PageNumber, PageSize } = page
    return {
      Vpcs: pageByNumber(found, page),
      ...{ TotalCount: found.length, PageNumber, PageSize, NextToken: '' },
      RequestId: context.call.requestId,
    }
  },
})

function present({ call }: ActionContext, { id, isDefault, subnetIds, securityGroupIds, createdAtMs }: Vpc) {
  const madeAt = formatTime(createdAtMs)
  return {
    ...{ VpcId: id, VpcName: id, AccountId: call.account, ProjectName: 'default', Status: 'Available' },
    ...{
      CidrBlock: CIDR_BLOCK,
      SecondaryCidrBlocks: [],
      UserCidrBlocks: [],
      Description: '',
      DnsServers: [],
    },
    ...{ IsDefault: isDefault, SubnetIds: subnetIds, SecurityGroupIds: securityGroupIds },
    ...{ RouteTableIds: [`vtb-${id.replace(/^vpc-/, '')}`], NatGatewayIds: [], NetworkAclNum: '0' },
    ...{ AssociateCens: [], Tags: [], CreationTime: madeAt, UpdateTime: madeAt },
  }
}
