import { z } from 'zod'

import { operatePower } from '../../../core/instances/power.ts'
import { action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { tencentError } from '../../kit/tencent/tencent-error.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { instanceIds } from '../param-types.ts'
import { TERMINATE_RULES } from '../rules.ts'

/**
 * Returns instances. A postpaid one is gone afterwards, a prepaid one goes to the recycle bin first and is gone
 * after the second call. Source: spec/tencent.md §2.4.
 */
export const TerminateInstances = action({
  name: 'TerminateInstances',
  access: 'write',
  params: z.strictObject({
    InstanceIds: instanceIds(),
    // There are no elastic addresses and no disks that outlive their instance here.
    ReleaseAddress: ignored(),
    ReleasePrepaidDataDisks: ignored(),
  }),
  async run({ core, call }, { InstanceIds }) {
    const found = await core.database.instances.findByIds(call, InstanceIds)
    if (new Set(found.map(({ chargeType }) => chargeType)).size > 1) throw new Refusal(MIXED)
    await operatePower(core, call, TERMINATE_RULES, { verb: 'release', instanceIds: InstanceIds })
    return {}
  },
})

const MIXED = tencentError(
  'UnsupportedOperation.InstanceMixedPricingModel',
  'Instances with different charge types cannot be returned in one call.',
)
