import { z } from 'zod'

import { Fault } from '../../../core/fault.ts'
import { action } from '../../kit/action.ts'
import { instanceId } from '../power-call.ts'
import { presentInstanceAttribute } from '../present-instance-attribute.ts'

/** Tells about one instance, wherever it is; its key pair is not among it. Source: spec/alibaba.md §2.9. */
export const DescribeInstanceAttribute = action({
  name: 'DescribeInstanceAttribute',
  access: 'get',
  params: z.object({ InstanceId: instanceId() }),
  async run({ core, call: { account, dialect } }, { InstanceId }) {
    const [instance] = await core.database.instances.findByIds({ account, dialect }, [InstanceId])
    if (!instance) throw new Fault('instanceNotFound', { ids: [InstanceId] })
    return presentInstanceAttribute(instance)
  },
})
