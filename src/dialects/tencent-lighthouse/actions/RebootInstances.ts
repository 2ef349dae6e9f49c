import { z } from 'zod'

import { operatePower } from '../../../core/instances/power.ts'
import { action } from '../../kit/action.ts'
import { instanceIds, stopType } from '../param-types.ts'
import { REBOOT_RULES } from '../rules.ts'

/** Restarts running instances. Source: spec/tencent.md §2.5. */
export const RebootInstances = action({
  name: 'RebootInstances',
  access: 'write',
  params: z.strictObject({ InstanceIds: instanceIds(), StopType: stopType() }),
  async run({ core, call }, { InstanceIds, StopType }) {
    const request = { verb: 'reboot', instanceIds: InstanceIds, isForced: StopType === 'HARD' } as const
    await operatePower(core, call, REBOOT_RULES, request)
    return {}
  },
})
