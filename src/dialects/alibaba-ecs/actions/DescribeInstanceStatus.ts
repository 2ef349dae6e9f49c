import { z } from 'zod'

import { listInstances } from '../../../core/instances/list.ts'
import { action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { text } from '../../kit/params.ts'
import { statusOf } from '../present-instance.ts'
import { instanceIds, pageNumber, pageSize } from '../wire-types.ts'
import { zoneOf } from '../zone.ts'

/** Lists the states of instances. Source: spec/alibaba.md §2.9. */
export const DescribeInstanceStatus = action({
  name: 'DescribeInstanceStatus',
  access: 'get',
  params: z.object({
    RegionId: text(),
    InstanceId: instanceIds().optional(),
    ZoneId: text().optional(),
    ClusterId: ignored(),
    PageNumber: pageNumber().default(1),
    PageSize: pageSize(50).default(10),
  }),
  async run({ core, call }, { InstanceId, ZoneId, PageNumber, PageSize }) {
    const { rows, total } = await listInstances(core, call, {
      region: call.region,
      ...(InstanceId ? { ids: InstanceId } : {}),
      ...(ZoneId === undefined ? {} : { zones: [zoneOf(call.region, ZoneId)] }),
      page: { limit: PageSize, offset: (PageNumber - 1) * PageSize },
    })
    const statuses = rows.map(({ id, state }) => ({ InstanceId: id, Status: statusOf(state) }))
    return { InstanceStatuses: { InstanceStatus: statuses }, TotalCount: total, PageNumber, PageSize }
  },
})
