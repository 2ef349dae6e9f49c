import { unbindKeyPairs } from '../../../core/bindings/unbind.ts'
import { action } from '../../kit/action.ts'
import type { FaultTable } from '../../kit/fault-table.ts'
import { bindingParams, presentBindings } from '../binding-call.ts'
import { operationErrors } from '../faults.ts'
import { detachRules } from '../rules.ts'

/** Source: spec/alibaba.md §2.7. */
const faults: Partial<FaultTable> = {
  instanceNotFound: () => operationErrors.instanceIdsInvalid,
  // With a final period here, without one in AttachKeyPair.
  instanceIsWindows: () => ({ ...operationErrors.windows, message: `${operationErrors.windows.message}.` }),
}

/**
 * Unbinds a key pair from many instances; the password works again after the next boot. An instance that is bound
 * to another pair keeps it and is reported, so that an overwritten attachment can be taken back.
 */
export const DetachKeyPair = action({
  name: 'DetachKeyPair',
  access: 'update',
  params: bindingParams,
  faults,
  async run({ core, call }, { KeyPairName, InstanceIds }) {
    const request = { keyPairs: [{ name: KeyPairName }], instanceIds: InstanceIds }
    return presentBindings(await unbindKeyPairs(core, call, detachRules, request), faults)
  },
})
