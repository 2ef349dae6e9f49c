import { operatePower } from '../../../core/instances/power.ts'
import { action } from '../../kit/action.ts'
import { boolean } from '../../kit/params.ts'
import { batchFaults, batchParams, endDryRun, presentBatch } from '../power-call.ts'
import { ALLOWED, batchRules } from '../rules.ts'

/** Restarts running instances; the force parameter has a name of its own here. Source: spec/alibaba.md §2.10. */
export const RebootInstances = action({
  name: 'RebootInstances',
  access: 'update',
  params: batchParams.extend({ ForceReboot: boolean().default(false) }),
  faults: batchFaults,
  async run({ core, call }, { InstanceId, BatchOptimization, ForceReboot, DryRun }) {
    const outcomes = await operatePower(core, call, batchRules(BatchOptimization, ALLOWED.reboot), {
      verb: 'reboot',
      instanceIds: InstanceId,
      isForced: ForceReboot,
      isDryRun: DryRun,
    })
    endDryRun(DryRun, 'batch')
    return presentBatch(outcomes, 'Starting')
  },
})
