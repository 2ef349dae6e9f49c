import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { text } from '../../kit/params.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { doesNotExist } from '../faults.ts'
import { readGroups } from '../networks.ts'

/**
 * Tells the rules of a security group: there are none, as nothing is filtered here. The Terraform provider asks for
 * each group it lists. Source: reference page of DescribeSecurityGroupAttribute.
 */
export const DescribeSecurityGroupAttribute = action({
  name: 'DescribeSecurityGroupAttribute',
  access: 'get',
  params: z.object({
    RegionId: text(),
    SecurityGroupId: text(),
    // They choose among rules, of which there are none.
    Attribute: ignored(),
    Direction: ignored(),
    MaxResults: ignored(),
    NextToken: ignored(),
    NicType: ignored(),
  }),
  async run(context, { RegionId, SecurityGroupId }) {
    const [group] = await readGroups(context, { ids: [SecurityGroupId] })
    if (!group) throw new Refusal(doesNotExist('SecurityGroupId'))
    const permissions: object[] = []
    return {
      ...{ RegionId, SecurityGroupId: group.id, SecurityGroupName: group.id, VpcId: group.vpcId },
      ...{ Description: '', InnerAccessPolicy: 'Accept', NextToken: '' },
      Permissions: { Permission: permissions },
    }
  },
})
