import { unbindKeyPairs } from '../../../core/bindings/unbind.ts'
import { action } from '../../kit/action.ts'
import { bindingParams } from '../binding-call.ts'
import { presentOutcomes } from '../operation-details.ts'
import { limited } from '../rates.ts'
import { bindingRules } from '../rules.ts'
import { keyPairOf } from '../wire-types.ts'

/**
 * Unbinds a key pair from many instances, each for itself; a password that was set works again after the next boot.
 * Source: spec/volcengine.md §3.2.
 */
export const DetachKeyPair = action({
  name: 'DetachKeyPair',
  access: 'write',
  params: bindingParams,
  async run({ core, call }, { InstanceIds, ...names }) {
    const request = { keyPairs: [keyPairOf(names)], instanceIds: InstanceIds }
    const { outcomes } = await unbindKeyPairs(core, call, limited(core, bindingRules), request)
    return presentOutcomes(outcomes)
  },
})
