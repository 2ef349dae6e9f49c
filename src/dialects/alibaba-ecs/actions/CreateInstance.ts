import { createInstances } from '../../../core/instances/create.ts'
import { resolveKeyPairs } from '../../../core/key-pairs/find.ts'
import { action } from '../../kit/action.ts'
import { newInstanceFaults } from '../new-instance-faults.ts'
import { keyPairsOf, newInstanceOff } from '../new-instances.ts'
import { endDryRun } from '../power-call.ts'
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
  async run({ core, call }, params) {
    const instances = newInstanceOff(call.region, params, core.ids)
    const keyPairs = keyPairsOf(params, instances)
    if (params.DryRun) await resolveKeyPairs(core.database, call, keyPairs)
    endDryRun(params.DryRun, 'single')
    const [created] = await createInstances(core, call, {
      instances,
      keyPairs,
      ...(params.Password === undefined ? {} : { password: params.Password }),
      isAccountWide: false,
    })
    return { InstanceId: created?.id ?? '' }
  },
})
