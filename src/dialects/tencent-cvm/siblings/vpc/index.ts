import { TENCENT_VPC_ACTIONS } from '../../../kit/policies/tencent-sibling-actions.catalog.ts'
import type { Service } from '../../../kit/service.ts'
import { DescribeSecurityGroupAssociationStatistics } from './DescribeSecurityGroupAssociationStatistics.ts'
import { DescribeSecurityGroupPolicies } from './DescribeSecurityGroupPolicies.ts'
import { DescribeSecurityGroups } from './DescribeSecurityGroups.ts'
import { DescribeSubnets } from './DescribeSubnets.ts'
import { DescribeUsedIpAddress } from './DescribeUsedIpAddress.ts'
import { DescribeVpcs } from './DescribeVpcs.ts'

/**
 * Networks: Terraform asks whether the address of a destroyed instance is free, and its data sources, like Packer, read
 * what networks and security groups there are. Source: spec/tencent.md §1.1, §4.3.
 */
export const vpcService: Service = {
  name: 'vpc',
  version: '2017-03-12',
  actions: [
    DescribeSecurityGroupAssociationStatistics,
    DescribeSecurityGroupPolicies,
    DescribeSecurityGroups,
    DescribeSubnets,
    DescribeUsedIpAddress,
    DescribeVpcs,
  ],
  access: TENCENT_VPC_ACTIONS,
}
