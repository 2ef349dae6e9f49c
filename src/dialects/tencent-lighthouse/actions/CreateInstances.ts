import { z } from 'zod'

import { createInstances } from '../../../core/instances/create.ts'
import { scopeOf } from '../../../core/key-pairs/add.ts'
import { resolveKeyPairs } from '../../../core/key-pairs/find.ts'
import { planCreate } from '../../../core/operations/plans.ts'
import { action } from '../../kit/action.ts'
import { tencentError } from '../../kit/tencent/tencent-error.ts'
import { checkLogin, checkOffer, createInstancesParams, passwordOf } from '../new-instance-params.ts'
import { newInstances } from '../new-instances.ts'

/** Creates instances; they are listed as PENDING at once. Source: spec/tencent.md §2.5. */
export const CreateInstances = action({
  name: 'CreateInstances',
  access: 'write',
  params: z.strictObject(createInstancesParams),
  faults: {
    // KeyIdNotFound is not in this action's list. Source: spec/tencent.md appendix B.
    keyPairNotFound: () =>
      tencentError('ResourceNotFound.KeyPairNotFound', 'The specified key pair does not exist.'),
  },
  async run({ core, call, language }, params) {
    checkOffer(params, call.region)
    checkLogin(params)
    const keyPairs = (params.LoginConfiguration?.KeyIds ?? []).map((id) => ({ id }))
    if (params.DryRun) {
      await resolveKeyPairs(core.database, scopeOf(call, { isAccountWide: false }), keyPairs)
      return {}
    }
    const password = passwordOf(params.LoginConfiguration)
    const created = await createInstances(core, call, {
      instances: newInstances(params, { ids: core.ids, call, language }),
      keyPairs,
      ...(password === undefined ? {} : { password }),
      plan: planCreate({ first: 'pending', second: 'pending' }),
      isAccountWide: false,
    })
    return { InstanceIdSet: created.map(({ id }) => id) }
  },
})
