import { ALIBABA_VPC_ACTIONS } from '../../../kit/policies/alibaba-sibling-actions.catalog.ts'
import type { Service } from '../../../kit/service.ts'
import { DescribeRouteTableList } from './DescribeRouteTableList.ts'
import { DescribeVpcs } from './DescribeVpcs.ts'
import { DescribeVSwitches } from './DescribeVSwitches.ts'

/** The network service, as far as clients look for a place to make an instance in. */
export const vpcService: Service = {
  name: 'vpc',
  version: '2016-04-28',
  actions: [DescribeRouteTableList, DescribeVpcs, DescribeVSwitches],
  access: ALIBABA_VPC_ACTIONS,
}
