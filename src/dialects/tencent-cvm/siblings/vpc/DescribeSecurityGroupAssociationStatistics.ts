import { z } from 'zod'

import { action } from '../../../kit/action.ts'
import { readSecurityGroups } from './networks.ts'
import { found, networkIds } from './param-types.ts'

/** Counts what is in security groups: instances of CVM alone. Source: the official SDK, as of 2026-11. */
export const DescribeSecurityGroupAssociationStatistics = action({
  name: 'DescribeSecurityGroupAssociationStatistics',
  access: 'read',
  params: z.strictObject({ SecurityGroupIds: networkIds('sg').min(1) }),
  async run({ core, call }, { SecurityGroupIds }) {
    const groups = await readSecurityGroups(core, call)
    const set = SecurityGroupIds.map((id) => {
      const { instances } = found(groups, id)
      return {
        SecurityGroupId: id,
        ...{ CVM: instances, CDB: 0, ENI: 0, SG: 0, CLB: 0, TotalCount: instances },
        InstanceStatistics: [{ InstanceType: 'CVM', InstanceCount: instances }],
      }
    })
    return { SecurityGroupAssociationStatisticsSet: set }
  },
})
