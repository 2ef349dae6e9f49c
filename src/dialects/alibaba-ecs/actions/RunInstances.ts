import { planCreate } from '../../../core/operations/plans.ts'
import { action } from '../../kit/action.ts'
import { createFrom, orderOf } from '../create-call.ts'
import { newInstanceFaults } from '../new-instance-faults.ts'
import { newInstances } from '../new-instances.ts'
import { runParams } from '../run-params.ts'

/**
 * Creates 1 to 100 instances and starts them; a key pair is in force at the first boot and turns password login
 * off. They show at once as Pending. Source: spec/alibaba.md §2.8.
 */
export const RunInstances = action({
  name: 'RunInstances',
  access: 'create',
  params: runParams,
  faults: newInstanceFaults,
  async run(context, params) {
    const { core, call } = context
    const created = await createFrom(context, params, {
      instances: newInstances(call.region, params, core.ids),
      plan: planCreate({ first: 'pending', second: 'starting' }),
    })
    return { InstanceIdSets: { InstanceIdSet: created.map(({ id }) => id) }, ...orderOf(call, params) }
  },
})
