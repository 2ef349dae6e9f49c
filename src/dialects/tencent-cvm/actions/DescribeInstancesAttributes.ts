import { z } from 'zod'

import { Fault } from '../../../core/fault.ts'
import { action } from '../../kit/action.ts'
import { oneOf } from '../../kit/tencent/param-checks.ts'
import { attributesOf } from '../attributes.ts'
import { instanceIds } from '../param-types.ts'

/** Tells the user data of instances; an unknown id refuses the call. Source: spec/tencent.md §2.4, appendix A. */
export const DescribeInstancesAttributes = action({
  name: 'DescribeInstancesAttributes',
  access: 'read',
  params: z.strictObject({
    Attributes: z.array(oneOf('UserData')).max(10),
    InstanceIds: instanceIds(),
  }),
  async run({ core, call }, { InstanceIds }) {
    const found = await core.database.instances.findByIds(call, InstanceIds)
    const instances = new Map(found.map((instance) => [instance.id, instance]))
    const unknown = InstanceIds.filter((id) => !instances.has(id))
    if (unknown.length > 0) throw new Fault('instanceNotFound', { ids: unknown })
    return {
      InstanceSet: [...new Set(InstanceIds)].flatMap((id) => {
        const instance = instances.get(id)
        return instance ? [{ InstanceId: id, Attributes: { UserData: attributesOf(instance).UserData } }] : []
      }),
    }
  },
})
