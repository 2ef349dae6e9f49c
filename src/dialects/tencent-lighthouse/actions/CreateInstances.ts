import { z } from 'zod'

import { checkCreation, createInstances } from '../../../core/instances/create.ts'
import { planCreate } from '../../../core/operations/plans.ts'
import { action } from '../../kit/action.ts'
import { checkLogin, loginFaults, loginOf } from '../login-configuration.ts'
import { checkOffer, createInstancesParams } from '../new-instance-params.ts'
import { newInstances } from '../new-instances.ts'
import { quotaOf } from '../resource-quotas.ts'

/** Creates instances; they are listed as PENDING at once. Source: spec/tencent.md §2.5. */
export const CreateInstances = action({
  name: 'CreateInstances',
  access: 'write',
  params: z.strictObject(createInstancesParams),
  faults: loginFaults,
  async run({ core, call, language }, params) {
    const offer = checkOffer(params, call.region)
    checkLogin(params.LoginConfiguration, offer.blueprint)
    const request = {
      instances: newInstances(params, offer, { ids: core.ids, call, language }),
      ...loginOf(params.LoginConfiguration),
      plan: planCreate({ first: 'pending', second: 'pending' }),
      isAccountWide: false,
      quota: quotaOf(offer.bundle.kind),
    }
    if (params.DryRun) {
      await checkCreation(core.database, call, request)
      return {}
    }
    const created = await createInstances(core, call, request)
    return { InstanceIdSet: created.map(({ id }) => id) }
  },
})
