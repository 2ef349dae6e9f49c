import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { oneOf } from '../../kit/tencent/param-checks.ts'
import { matchNothing } from '../../kit/tencent/filters.ts'
import { tencentError } from '../../kit/tencent/tencent-error.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { INSTANCE_FILTERS, toQuery } from '../instance-filters.ts'
import { listByExpiry, listIsolatedFirst } from '../list-instances.ts'
import { checkAlone, instanceIds, lighthousePaging, otherFilters } from '../param-types.ts'
import { presentInstance } from '../present-instance.ts'

/** Lists instances of a region; unknown ids are simply absent. Source: spec/tencent.md §2.5. */
export const DescribeInstances = action({
  name: 'DescribeInstances',
  access: 'list',
  params: z.strictObject({
    InstanceIds: instanceIds().optional(),
    Filters: otherFilters(INSTANCE_FILTERS, 100),
    ...lighthousePaging(),
    OrderField: oneOf('EXPIRED_TIME').optional(),
    Order: oneOf('ASC', 'DESC').optional(),
  }),
  async run({ core, call }, { InstanceIds, Filters, Offset, Limit, OrderField, Order }) {
    checkAlone(InstanceIds, Filters, 'InstanceIds')
    if (Order && !OrderField) throw new Refusal(ORDER_FIELD_REQUIRED)
    if (matchNothing(Filters)) return { TotalCount: 0, InstanceSet: [] }
    const query = { ...toQuery(Filters), ...(InstanceIds ? { ids: InstanceIds } : {}) }
    const page = { offset: Offset, limit: Limit }
    const { rows, total } = OrderField
      ? await listByExpiry(core, call, query, { ...page, isDescending: Order === 'DESC' })
      : await listIsolatedFirst(core, call, query, page)
    return { TotalCount: total, InstanceSet: rows.map(presentInstance) }
  },
})

const ORDER_FIELD_REQUIRED = tencentError(
  'MissingParameter.OrderFieldRequired',
  'The parameter `OrderField` is required with `Order`.',
)
