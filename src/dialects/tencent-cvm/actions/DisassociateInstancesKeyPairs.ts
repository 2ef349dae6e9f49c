import { unbindKeyPairs } from '../../../core/bindings/unbind.ts'
import { action } from '../../kit/action.ts'
import { bindingParams, bindingRequest } from '../binding-call.ts'
import { bindingRules } from '../rules.ts'

/**
 * Unbinds the pairs from the instances; a pair that is not bound is passed over. Done when LatestOperationState is
 * SUCCESS. Source: spec/tencent.md §2.4, §3.
 */
export const DisassociateInstancesKeyPairs = action({
  name: 'DisassociateInstancesKeyPairs',
  access: 'write',
  params: bindingParams,
  async run({ core, call }, params) {
    await unbindKeyPairs(core, call, bindingRules(params.ForceStop), bindingRequest(params))
    return {}
  },
})
