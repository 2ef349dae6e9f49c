import { action } from '../../kit/action.ts'
import { createFrom, orderOf } from '../create-call.ts'
import { newInstanceFaults } from '../new-instance-faults.ts'
import { newInstanceOff } from '../new-instances.ts'
import { createParams } from '../run-params.ts'

/**
 * Creates one instance, which is Stopped at once: nothing boots, and clients such as libcloud start it straight away. A
 * key pair is in force at the first start and turns password login off. Unverified: that it is never Pending. Source:
 * spec/alibaba.md §2.8, §2.10.
 */
export const CreateInstance = action({
  name: 'CreateInstance',
  access: 'create',
  params: createParams,
  faults: newInstanceFaults,
  async run(context, params) {
    const { core, call } = context
    const instances = newInstanceOff(call.region, params, core.ids)
    const [created] = await createFrom(context, params, { instances })
    return { InstanceId: created?.id ?? '', ...orderOf(call, params) }
  },
})
