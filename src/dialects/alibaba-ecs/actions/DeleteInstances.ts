import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { deleteInstances } from '../delete-instances.ts'
import { batchFaults, deleteFaults, deleteOptions, endDryRun } from '../power-call.ts'
import { ALLOWED, batchRules } from '../rules.ts'
import { clientToken, instanceIds } from '../wire-types.ts'

/** Deletes instances of a region, all or none. Source: spec/alibaba.md §2.10. */
export const DeleteInstances = action({
  name: 'DeleteInstances',
  access: 'delete',
  params: z.object({
    RegionId: text(),
    InstanceId: instanceIds(),
    ClientToken: clientToken().optional(),
    ...deleteOptions,
  }),
  faults: { ...batchFaults, ...deleteFaults },
  async run(context, { InstanceId, Force, ForceStop, TerminateSubscription, DryRun }) {
    await deleteInstances(context, {
      rules: batchRules('AllTogether', Force ? ALLOWED.forcedDelete : ALLOWED.delete),
      instanceIds: InstanceId,
      isForced: ForceStop,
      endsSubscription: TerminateSubscription,
      isDryRun: DryRun,
    })
    endDryRun(DryRun, 'batch')
    return {}
  },
})
