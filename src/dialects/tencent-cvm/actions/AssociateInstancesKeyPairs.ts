import { bindKeyPairs } from '../../../core/bindings/bind.ts'
import { action } from '../../kit/action.ts'
import { bindingParams, bindingRequest } from '../binding-call.ts'
import { bindingRules } from '../rules.ts'

/**
 * Binds every pair to every instance; the pairs bound before are replaced. Done when LatestOperationState is
 * SUCCESS. Source: spec/tencent.md §2.4, §3.
 */
export const AssociateInstancesKeyPairs = action({
  name: 'AssociateInstancesKeyPairs',
  access: 'write',
  params: bindingParams,
  async run({ core, call }, params) {
    await bindKeyPairs(core, call, bindingRules(params.ForceStop), bindingRequest(params))
    return {}
  },
})
