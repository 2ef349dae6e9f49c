import { bindKeyPairs } from '../../../core/bindings/bind.ts'
import { action } from '../../kit/action.ts'
import type { FaultTable } from '../../kit/fault-table.ts'
import { bindingParams, presentBindings } from '../binding-call.ts'
import { operationErrors } from '../faults.ts'
import { attachRules } from '../rules.ts'

/** Source: spec/alibaba.md §2.6. */
const faults: Partial<FaultTable> = { instanceNotFound: () => operationErrors.instanceIdsInvalid }

/**
 * Binds one key pair to many Linux instances; it replaces the one bound before and comes into force at the next
 * boot. A call in which every instance is refused is refused with the first reason.
 */
export const AttachKeyPair = action({
  name: 'AttachKeyPair',
  access: 'update',
  params: bindingParams,
  faults,
  async run({ core, call }, { KeyPairName, InstanceIds }) {
    const request = { keyPairs: [{ name: KeyPairName }], instanceIds: InstanceIds }
    return presentBindings(await bindKeyPairs(core, call, attachRules, request), faults)
  },
})
