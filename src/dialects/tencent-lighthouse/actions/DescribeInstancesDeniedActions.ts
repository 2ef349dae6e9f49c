import { z } from 'zod'

import { foreseeRefusals } from '../../../core/instances/foresee.ts'
import { action } from '../../kit/action.ts'
import { DENIABLE, denialOf } from '../deniable-actions.ts'
import { instanceIds } from '../param-types.ts'

/** Tells which actions would refuse an instance now, and how. Source: spec/tencent.md §2.5. */
export const DescribeInstancesDeniedActions = action({
  name: 'DescribeInstancesDeniedActions',
  access: 'read',
  params: z.strictObject({ InstanceIds: instanceIds() }),
  async run({ core, call, language }, { InstanceIds }) {
    const actions = DENIABLE.map(({ action, ...rest }) => ({ action: action.name, ...rest }))
    const foreseen = await foreseeRefusals(core, call, { instanceIds: InstanceIds, actions })
    const set = foreseen.map(({ instanceId, refusals }) => ({
      InstanceId: instanceId,
      DeniedActions: refusals.map((refusal) => denialOf(refusal, language)),
    }))
    return { InstanceDeniedActionSet: set }
  },
})
