import { z } from 'zod'

import { action } from '../../../kit/action.ts'
import { formatTime } from '../../answer.ts'
import { DEFAULT_SECURITY_GROUP } from '../../attributes.ts'
import { readNetworks, type SecurityGroup, unusedSecurityGroup, wantedIds } from '../../networks.ts'
import { numberedPages, pageByNumber } from '../../place-pages.ts'
import { list, optionalText, tagFilters } from '../../wire-types.ts'

/** Lists the security groups that instances are in, and the default one. Source: Go SDK, service vpc. */
export const DescribeSecurityGroups = action({
  name: 'DescribeSecurityGroups',
  access: 'list',
  params: z.object({
    SecurityGroupIds: list(100),
    SecurityGroupNames: list(100),
    VpcId: optionalText(),
    ProjectName: optionalText(),
    TagFilters: tagFilters(),
    ...numberedPages({ byDefault: 20 }),
  }),
  async run(context, { SecurityGroupIds, SecurityGroupNames, VpcId, ProjectName, TagFilters, ...page }) {
    const { securityGroups } = await readNetworks(context)
    const found = wantedIds('sg', SecurityGroupIds, securityGroups)
      .map((id) => present(id, securityGroups.get(id) ?? unusedSecurityGroup(VpcId)))
      .filter((group) => !SecurityGroupNames || SecurityGroupNames.includes(group.SecurityGroupName))
      .filter((group) => VpcId === undefined || group.VpcId === VpcId)
      .filter((group) => ProjectName === undefined || group.ProjectName === ProjectName)
      // Groups carry no tags.
      .filter(() => TagFilters.length === 0)
    const { PageNumber, PageSize } = page
    return {
      SecurityGroups: pageByNumber(found, page),
      ...{ TotalCount: found.length, PageNumber, PageSize },
      RequestId: context.call.requestId,
    }
  },
})

function present(id: string, { vpcId, createdAtMs }: SecurityGroup) {
  return {
    ...{ SecurityGroupId: id, SecurityGroupName: id, VpcId: vpcId, Status: 'Available', Description: '' },
    ...{ Type: id === DEFAULT_SECURITY_GROUP ? 'default' : 'normal', ProjectName: 'default', Tags: [] },
    CreationTime: formatTime(createdAtMs),
  }
}
