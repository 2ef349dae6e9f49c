import { operatePower } from '../../../core/instances/power.ts'
import { action } from '../../kit/action.ts'
import { batchFaults, batchParams, endDryRun, presentBatch } from '../power-call.ts'
import { ALLOWED, batchRules } from '../rules.ts'

/** Starts stopped instances, all together or each for itself. Source: spec/alibaba.md §2.10. */
export const StartInstances = action({
  name: 'StartInstances',
  access: 'update',
  params: batchParams,
  faults: batchFaults,
  async run({ core, call }, { InstanceId, BatchOptimization, DryRun }) {
    const rules = batchRules(BatchOptimization, ALLOWED.start)
    const request = { verb: 'start', instanceIds: InstanceId, isDryRun: DryRun } as const
    const outcomes = await operatePower(core, call, rules, request)
    endDryRun(DryRun, 'batch')
    return presentBatch(outcomes, 'Starting')
  },
})
