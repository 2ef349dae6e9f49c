import { bindKeyPairs } from '../../../core/bindings/bind.ts'
import { action } from '../../kit/action.ts'
import { bindingParams } from '../binding-call.ts'
import { presentOutcomes } from '../operation-details.ts'
import { limited } from '../rates.ts'
import { bindingRules } from '../rules.ts'
import { keyPairOf } from '../wire-types.ts'

/**
 * Binds one key pair to many Linux instances, each for itself; it replaces the one bound before, shows at once and
 * comes into force at the next boot. Source: spec/volcengine.md §3.1.
 */
export const AttachKeyPair = action({
  name: 'AttachKeyPair',
  access: 'write',
  params: bindingParams,
  async run({ core, call }, { InstanceIds, ...names }) {
    const request = { keyPairs: [keyPairOf(names)], instanceIds: InstanceIds }
    const { outcomes } = await bindKeyPairs(core, call, limited(core, bindingRules), request)
    return presentOutcomes(outcomes)
  },
})
