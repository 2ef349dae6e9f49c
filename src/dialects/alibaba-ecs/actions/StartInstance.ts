import { z } from 'zod'

import { operatePower } from '../../../core/instances/power.ts'
import { action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { boolean } from '../../kit/params.ts'
import { endDryRun, instanceId } from '../power-call.ts'
import { ALLOWED, singleRules } from '../rules.ts'

/** Starts a stopped instance; a pending key pair or password comes into force. Source: spec/alibaba.md §2.10. */
export const StartInstance = action({
  name: 'StartInstance',
  access: 'update',
  params: z.object({
    InstanceId: instanceId(),
    InitLocalDisk: ignored(),
    DryRun: boolean().default(false),
  }),
  async run({ core, call }, { InstanceId, DryRun }) {
    const request = { verb: 'start', instanceIds: [InstanceId], isDryRun: DryRun } as const
    await operatePower(core, call, singleRules(ALLOWED.start), request)
    endDryRun(DryRun, 'single')
    return {}
  },
})
