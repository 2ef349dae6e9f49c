import { z } from 'zod'

import { operatePower } from '../../../core/instances/power.ts'
import { action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { boolean } from '../../kit/params.ts'
import { endDryRun, instanceId, stoppedMode } from '../power-call.ts'
import { ALLOWED, singleRules } from '../rules.ts'

/** Stops a running instance. Source: spec/alibaba.md §2.10. */
export const StopInstance = action({
  name: 'StopInstance',
  access: 'update',
  params: z.object({
    InstanceId: instanceId(),
    ForceStop: boolean().default(false),
    StoppedMode: stoppedMode(),
    ConfirmStop: ignored(),
    Hibernate: ignored(),
    DryRun: boolean().default(false),
  }),
  async run({ core, call }, { InstanceId, ForceStop, StoppedMode, DryRun }) {
    await operatePower(core, call, singleRules(ALLOWED.stop), {
      verb: 'stop',
      instanceIds: [InstanceId],
      isForced: ForceStop,
      stoppedMode: StoppedMode,
      isDryRun: DryRun,
    })
    endDryRun(DryRun, 'single')
    return {}
  },
})
