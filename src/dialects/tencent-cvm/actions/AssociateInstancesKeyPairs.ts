import { z } from 'zod'

import { bindKeyPairs } from '../../../core/bindings/bind.ts'
import { action } from '../../kit/action.ts'
import { boolean } from '../../kit/params.ts'
import { instanceIds, keyIds } from '../param-types.ts'
import { bindingRules } from '../rules.ts'

/**
 * Binds every pair to every instance; the pairs bound before are replaced. Done when LatestOperationState is
 * SUCCESS. Source: spec/tencent.md §2.4, §3.
 */
export const AssociateInstancesKeyPairs = action({
  name: 'AssociateInstancesKeyPairs',
  access: 'write',
  params: z.strictObject({
    InstanceIds: instanceIds(),
    KeyIds: keyIds(),
    ForceStop: boolean().default(false),
  }),
  async run({ core, call }, { InstanceIds, KeyIds, ForceStop }) {
    const keyPairs = KeyIds.map((id) => ({ id }))
    const request = { keyPairs, instanceIds: InstanceIds, isForced: ForceStop }
    await bindKeyPairs(core, call, bindingRules(ForceStop), request)
    return {}
  },
})
