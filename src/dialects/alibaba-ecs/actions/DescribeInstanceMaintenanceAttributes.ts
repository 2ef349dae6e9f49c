import { z } from 'zod'

import { listInstances } from '../../../core/instances/list.ts'
import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { instanceIds, pageNumber, pageSize } from '../wire-types.ts'

/** Nothing here can set them, so they are what they are by default. Source: reference page. */
const BY_DEFAULT = {
  ActionOnMaintenance: {
    ...{ Value: 'AutoRecover', DefaultValue: 'AutoRecover' },
    SupportedValues: { SupportedValue: ['Stop', 'AutoRecover', 'AutoRedeploy'] },
  },
  MaintenanceWindows: { MaintenanceWindow: [] },
  NotifyOnMaintenance: false,
}

/** Tells what happens to instances during maintenance. Source: spec/alibaba.md §2.11. */
export const DescribeInstanceMaintenanceAttributes = action({
  name: 'DescribeInstanceMaintenanceAttributes',
  access: 'get',
  params: z.object({
    RegionId: text(),
    InstanceId: instanceIds().optional(),
    PageNumber: pageNumber().default(1),
    PageSize: pageSize(100).default(10),
  }),
  async run({ core, call }, { RegionId, InstanceId, PageNumber, PageSize }) {
    const { rows, total } = await listInstances(core, call, {
      region: RegionId,
      ...(InstanceId ? { ids: InstanceId } : {}),
      page: { limit: PageSize, offset: (PageNumber - 1) * PageSize },
    })
    const attributes = rows.map(({ id }) => ({ InstanceId: id, ...BY_DEFAULT }))
    return {
      ...{ TotalCount: total, PageNumber, PageSize },
      MaintenanceAttributes: { MaintenanceAttribute: attributes },
    }
  },
})
