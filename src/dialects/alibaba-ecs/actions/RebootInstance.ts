import { z } from 'zod'

import { operatePower } from '../../../core/instances/power.ts'
import { action } from '../../kit/action.ts'
import { boolean } from '../../kit/params.ts'
import { endDryRun, instanceId } from '../power-call.ts'
import { ALLOWED, singleRules } from '../rules.ts'

/** Restarts a running instance; a pending key pair or password comes into force. Source: spec §2.10. */
export const RebootInstance = action({
  name: 'RebootInstance',
  access: 'update',
  params: z.object({
    InstanceId: instanceId(),
    ForceStop: boolean().default(false),
    DryRun: boolean().default(false),
  }),
  async run({ core, call }, { InstanceId, ForceStop, DryRun }) {
    const request = {
      verb: 'reboot',
      instanceIds: [InstanceId],
      isForced: ForceStop,
      isDryRun: DryRun,
    } as const
    await operatePower(core, call, singleRules(ALLOWED.reboot), request)
    endDryRun(DryRun, 'single')
    return {}
  },
})
