import { createInstances } from '../../../core/instances/create.ts'
import { resolveKeyPairs } from '../../../core/key-pairs/find.ts'
import { planCreate } from '../../../core/operations/plans.ts'
import { action } from '../../kit/action.ts'
import { newInstanceFaults } from '../new-instance-faults.ts'
import { keyPairsOf, newInstances } from '../new-instances.ts'
import { endDryRun } from '../power-call.ts'
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
  async run({ core, call }, params) {
    const instances = newInstances(call.region, params, core.ids)
    const keyPairs = keyPairsOf(params, instances)
    if (params.DryRun) await resolveKeyPairs(core.database, call, keyPairs)
    endDryRun(params.DryRun, 'single')
    const created = await createInstances(core, call, {
      instances,
      keyPairs,
      ...(params.Password === undefined ? {} : { password: params.Password }),
      plan: planCreate({ first: 'pending', second: 'starting' }),
      isAccountWide: false,
    })
    return { InstanceIdSets: { InstanceIdSet: created.map(({ id }) => id) } }
  },
})
