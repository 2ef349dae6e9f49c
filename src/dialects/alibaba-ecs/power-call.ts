import { z } from 'zod'

import type { Outcome } from '../../core/instances/admit.ts'
import { type FaultTable, toWireError } from '../kit/fault-table.ts'
import { boolean, states, text } from '../kit/params.ts'
import { Refusal } from '../kit/wire-error.ts'
import { faults, operationErrors } from './faults.ts'
import { type Status, statusOf } from './present-instance.ts'
import { instanceIds } from './wire-types.ts'

/** What StartInstances, StopInstances and RebootInstances have in common. Source: spec/alibaba.md §2.10. */
export const batchParams = z.object({
  RegionId: text(),
  InstanceId: instanceIds(),
  BatchOptimization: z.enum(['AllTogether', 'SuccessFirst']).default('AllTogether'),
  DryRun: boolean().default(false),
})

/**
 * How an economical stop is asked for. `Not-applicable` is what a running instance shows; the Terraform provider sends
 * it back, and it counts as not given. Source: spec/alibaba.md §2.10; the third value: the provider alicloud.
 */
export function stoppedMode() {
  return z
    .enum(['KeepCharging', 'StopCharging', 'Not-applicable'])
    .transform((mode) => (mode === 'StopCharging' ? 'stop-charging' : 'keep-charging'))
    .default('keep-charging')
}

/** A batch names unknown instances in the plural. Source: spec/alibaba.md §2.10. */
export const batchFaults: Partial<FaultTable> = {
  instanceNotFound: () => operationErrors.instanceIdsNotFound,
}

/** An instance that is still being made cannot be deleted yet; clients try again. Source: spec §2.10. */
export const deleteFaults: Partial<FaultTable> = {
  instanceState: (detail) =>
    detail.state === 'pending' ? operationErrors.initializing : faults.instanceState(detail),
}

/** One row per instance of a batch. Source: spec/alibaba.md §2.10. */
export function presentBatch(outcomes: readonly Outcome[], begun: Status) {
  const responses = outcomes.map(({ instanceId, instance, fault }) => {
    const { code, message } = fault ? toWireError(fault, faults, batchFaults) : SUCCESS
    const previous = instance ? statusOf(instance.state) : ''
    const current = fault ? previous : begun
    return {
      InstanceId: instanceId,
      Code: code,
      Message: message,
      PreviousStatus: previous,
      CurrentStatus: current,
    }
  })
  return { InstanceResponses: { InstanceResponse: responses } }
}

const SUCCESS = { code: '200', message: 'success' }

/** A dry run that would have worked is answered with an error of its own. Source: spec/alibaba.md §1.9. */
export function endDryRun(isDryRun: boolean, kind: 'single' | 'batch'): void {
  if (isDryRun) throw new Refusal(kind === 'single' ? operationErrors.dryRun : operationErrors.batchDryRun)
}

/** What deleting instances takes besides their ids. Source: spec/alibaba.md §2.10. */
export const deleteOptions = {
  Force: boolean().default(false),
  ForceStop: boolean().default(false),
  TerminateSubscription: boolean().default(false),
  DryRun: boolean().default(false),
}

/** States the refusal of an id in a single-instance call: a malformed one is merely unknown. */
export function instanceId() {
  return text().refine(
    (id) => id.length <= 128,
    states({ kind: 'malformed', refusal: faults.instanceNotFound() }),
  )
}
