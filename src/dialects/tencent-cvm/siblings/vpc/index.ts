import { TENCENT_VPC_ACTIONS } from '../../../kit/policies/tencent-sibling-actions.catalog.ts'
import type { Service } from '../../../kit/service.ts'
import { DescribeUsedIpAddress } from './DescribeUsedIpAddress.ts'

/** Networks: Terraform asks whether the address of a destroyed instance is free. Source: spec/tencent.md §1.1, §4.3. */
export const vpcService: Service = {
  name: 'vpc',
  version: '2017-03-12',
  actions: [DescribeUsedIpAddress],
  access: TENCENT_VPC_ACTIONS,
}
