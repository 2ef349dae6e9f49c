import { createInstances } from '../../../core/instances/create.ts'
import { resolveKeyPairs } from '../../../core/key-pairs/find.ts'
import { planCreate } from '../../../core/operations/plans.ts'
import { action } from '../../kit/action.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { ecsErrors } from '../errors.ts'
import { newInstances } from '../new-instances.ts'
import { runParams } from '../run-params.ts'

/**
 * Creates 1 to 100 instances and starts them. A key pair is in force at the first boot; a password given beside it
 * has no effect. They show at once as CREATING. Source: spec/volcengine.md §2.8.
 */
export const RunInstances = action({
  name: 'RunInstances',
  access: 'write',
  params: runParams,
  async run({ core, call }, params) {
    const { KeyPairName, Password } = params
    const instances = newInstances(call.region, params, core.ids)
    const keyPairs = KeyPairName === undefined ? [] : [{ name: KeyPairName }]
    if (params.DryRun) {
      await resolveKeyPairs(core.database, call, keyPairs)
      throw new Refusal(ecsErrors.dryRun)
    }
    const created = await createInstances(core, call, {
      instances,
      keyPairs,
      ...(Password === undefined || KeyPairName !== undefined ? {} : { password: Password }),
      plan: planCreate({ first: 'pending', second: 'pending' }),
      isAccountWide: false,
    })
    return { InstanceIds: created.map(({ id }) => id) }
  },
})
