import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { listInstances } from '../../kit/tencent/list-instances.ts'
import { matchNothing } from '../../kit/tencent/filters.ts'
import { INSTANCE_FILTERS, checkFilters, needsReading, readCondition, toQuery } from '../instance-filters.ts'
import { checkAlone, cvmFilters, instanceIds, instancePaging } from '../param-types.ts'
import { presentInstance } from '../present-instance.ts'

/** Lists instances of a region, newest first; unknown ids are simply absent. Source: spec/tencent.md §2.4. */
export const DescribeInstances = action({
  name: 'DescribeInstances',
  access: 'list',
  params: z.strictObject({
    InstanceIds: instanceIds().optional(),
    Filters: cvmFilters(INSTANCE_FILTERS),
    ...instancePaging(),
  }),
  async run({ core, call }, { InstanceIds, Filters, Offset, Limit }) {
    checkAlone(InstanceIds, Filters, 'InstanceIds')
    checkFilters(Filters, call.region)
    if (matchNothing(Filters)) return { TotalCount: 0, InstanceSet: [] }
    const query = { ...toQuery(Filters), ...(InstanceIds ? { ids: InstanceIds } : {}) }
    const { rows, total } = await listInstances(core, call, query, {
      ...{ offset: Offset, limit: Limit },
      ...(needsReading(Filters) ? { condition: readCondition(Filters) } : {}),
    })
    return { TotalCount: total, InstanceSet: rows.map(presentInstance) }
  },
})
