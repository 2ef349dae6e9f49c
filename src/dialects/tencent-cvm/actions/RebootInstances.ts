import { z } from 'zod'

import { operatePower } from '../../../core/instances/power.ts'
import { action } from '../../kit/action.ts'
import { boolean } from '../../kit/params.ts'
import { instanceIds, isHard, stopType } from '../param-types.ts'
import { REBOOT_RULES } from '../rules.ts'

/** Restarts running instances. Source: spec/tencent.md §2.4. */
export const RebootInstances = action({
  name: 'RebootInstances',
  access: 'write',
  params: z.strictObject({
    InstanceIds: instanceIds(),
    ForceReboot: boolean().optional(),
    StopType: stopType(),
  }),
  async run({ core, call }, { InstanceIds, ForceReboot, StopType }) {
    const isForced = isHard({ isForced: ForceReboot, forcedBy: 'ForceReboot', stopType: StopType })
    await operatePower(core, call, REBOOT_RULES, { verb: 'reboot', instanceIds: InstanceIds, isForced })
    return {}
  },
})
