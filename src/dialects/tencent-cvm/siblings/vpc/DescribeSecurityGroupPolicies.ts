import { z } from 'zod'

import { action } from '../../../kit/action.ts'
import { ignored } from '../../../kit/parameter-uses.ts'
import { readSecurityGroups } from './networks.ts'
import { found, networkId, networkTime } from './param-types.ts'

/** Lists the rules of a security group. Every group lets everything through: nothing is filtered here. */
export const DescribeSecurityGroupPolicies = action({
  name: 'DescribeSecurityGroupPolicies',
  access: 'read',
  params: z.strictObject({ SecurityGroupId: networkId('sg'), Filters: ignored() }),
  async run({ core, call }, { SecurityGroupId }) {
    const { sinceMs } = found(await readSecurityGroups(core, call), SecurityGroupId)
    const everything = allow(networkTime(sinceMs))
    return {
      SecurityGroupPolicySet: {
        Version: '0',
        Egress: [everything],
        Ingress: [everything],
        PolicyStatistics: {
          ...{ IngressIPv4TotalCount: 1, IngressIPv6TotalCount: 0 },
          ...{ EgressIPv4TotalCount: 1, EgressIPv6TotalCount: 0 },
        },
      },
    }
  },
})

function allow(ModifyTime: string) {
  return {
    ...{ PolicyIndex: 0, Protocol: 'ALL', Port: 'ALL', CidrBlock: '0.0.0.0/0', Ipv6CidrBlock: '' },
    ...{ SecurityGroupId: '', Action: 'ACCEPT', PolicyDescription: '', ModifyTime, Priority: 1 },
    ServiceTemplate: { ServiceId: '', ServiceGroupId: '' },
    AddressTemplate: { AddressId: '', AddressGroupId: '' },
  }
}
