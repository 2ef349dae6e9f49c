import { operatePower } from '../../../core/instances/power.ts'
import { action } from '../../kit/action.ts'
import { boolean } from '../../kit/params.ts'
import { batchFaults, batchParams, endDryRun, presentBatch, stoppedMode } from '../power-call.ts'
import { ALLOWED, batchRules } from '../rules.ts'

/** Stops running instances, all together or each for itself. Source: spec/alibaba.md §2.10. */
export const StopInstances = action({
  name: 'StopInstances',
  access: 'update',
  params: batchParams.extend({ ForceStop: boolean().default(false), StoppedMode: stoppedMode() }),
  faults: batchFaults,
  async run({ core, call }, { InstanceId, BatchOptimization, ForceStop, StoppedMode, DryRun }) {
    const outcomes = await operatePower(core, call, batchRules(BatchOptimization, ALLOWED.stop), {
      verb: 'stop',
      instanceIds: InstanceId,
      isForced: ForceStop,
      stoppedMode: StoppedMode,
      isDryRun: DryRun,
    })
    endDryRun(DryRun, 'batch')
    return presentBatch(outcomes, 'Stopping')
  },
})
