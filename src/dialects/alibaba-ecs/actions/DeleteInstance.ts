import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { deleteInstances } from '../delete-instances.ts'
import { deleteFaults, deleteOptions, endDryRun, instanceId } from '../power-call.ts'
import { ALLOWED, singleRules } from '../rules.ts'

/** Deletes a stopped instance, or with Force a running one; its binding is released. Source: spec §2.10. */
export const DeleteInstance = action({
  name: 'DeleteInstance',
  access: 'delete',
  params: z.object({ InstanceId: instanceId(), ...deleteOptions }),
  faults: deleteFaults,
  async run(context, { InstanceId, Force, ForceStop, TerminateSubscription, DryRun }) {
    await deleteInstances(context, {
      rules: singleRules(Force ? ALLOWED.forcedDelete : ALLOWED.delete),
      instanceIds: [InstanceId],
      isForced: ForceStop,
      endsSubscription: TerminateSubscription,
      isDryRun: DryRun,
    })
    endDryRun(DryRun, 'single')
    return {}
  },
})
