import { z } from 'zod'

import { unbindKeyPairs } from '../../../core/bindings/unbind.ts'
import { action } from '../../kit/action.ts'
import { boolean } from '../../kit/params.ts'
import { instanceIds, keyIds } from '../param-types.ts'
import { bindingRules } from '../rules.ts'

/**
 * Unbinds the pairs from the instances; a pair that is not bound is passed over. Done when LatestOperationState is
 * SUCCESS. Source: spec/tencent.md §2.4, §3.
 */
export const DisassociateInstancesKeyPairs = action({
  name: 'DisassociateInstancesKeyPairs',
  access: 'write',
  params: z.strictObject({
    InstanceIds: instanceIds(),
    KeyIds: keyIds(),
    ForceStop: boolean().default(false),
  }),
  async run({ core, call }, { InstanceIds, KeyIds, ForceStop }) {
    const keyPairs = KeyIds.map((id) => ({ id }))
    const request = { keyPairs, instanceIds: InstanceIds, isForced: ForceStop }
    await unbindKeyPairs(core, call, bindingRules(ForceStop), request)
    return {}
  },
})
