import { createInstances } from '../../../core/instances/create.ts'
import { resolveKeyPairs } from '../../../core/key-pairs/find.ts'
import { scopeOf } from '../../../core/key-pairs/add.ts'
import { planCreate } from '../../../core/operations/plans.ts'
import { action } from '../../kit/action.ts'
import { imageOf } from '../images.catalog.ts'
import { checkHostNames, checkLogin, checkOffer, loginFaults } from '../new-instance-checks.ts'
import { newInstances } from '../new-instances.ts'
import { passwordOf, runInstancesParams } from '../new-instance-params.ts'

/**
 * Creates instances; they are listed as PENDING at once. Bound key pairs count as bound from the start.
 * Source: spec/tencent.md §2.4.
 */
export const RunInstances = action({
  name: 'RunInstances',
  access: 'write',
  params: runInstancesParams,
  faults: loginFaults,
  async run({ core, call, language }, params) {
    checkOffer(params, call.region)
    checkHostNames(params)
    const { os } = imageOf(params.ImageId)
    checkLogin(params.LoginSettings, { os, combination: 'InvalidParameterCombination' })
    const keyPairs = (params.LoginSettings?.KeyIds ?? []).map((id) => ({ id }))
    if (params.DryRun) {
      await resolveKeyPairs(core.database, scopeOf(call, { isAccountWide: true }), keyPairs)
      return {}
    }
    const password = passwordOf(params.LoginSettings)
    const created = await createInstances(core, call, {
      instances: newInstances(params, { ids: core.ids, nowMs: call.nowMs, language }),
      keyPairs,
      ...(password === undefined ? {} : { password }),
      plan: planCreate({ first: 'pending', second: 'pending' }),
      isAccountWide: true,
    })
    return { InstanceIdSet: created.map(({ id }) => id) }
  },
})
