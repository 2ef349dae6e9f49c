import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { listInstances } from '../../kit/tencent/list-instances.ts'
import { instanceIds, instancePaging } from '../param-types.ts'
import { wireState } from '../states.ts'

/** Lists the states of instances, newest first; unknown ids are absent. Source: spec/tencent.md §2.4. */
export const DescribeInstancesStatus = action({
  name: 'DescribeInstancesStatus',
  access: 'list',
  params: z.strictObject({ InstanceIds: instanceIds().optional(), ...instancePaging() }),
  async run({ core, call }, { InstanceIds, Offset, Limit }) {
    const query = InstanceIds ? { ids: InstanceIds } : {}
    const { rows, total } = await listInstances(core, call, query, { offset: Offset, limit: Limit })
    return {
      TotalCount: total,
      InstanceStatusSet: rows.map(({ id, state }) => ({
        InstanceId: id,
        InstanceState: wireState(state).shown,
      })),
    }
  },
})
