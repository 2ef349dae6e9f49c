import type { Outcome } from '../../core/instances/admit.ts'
import { toWireError } from '../kit/fault-table.ts'
import type { WireError } from '../kit/wire-error.ts'
import { missing } from './errors.ts'
import { faults, operationErrors } from './faults.ts'

/** One entry per distinct id, in the order of the request; `Error` is null on success. Source: §1.13. */
export function presentOutcomes(outcomes: readonly Outcome[]) {
  const details = outcomes.map((outcome) => ({
    InstanceId: outcome.instanceId,
    Error: presentItemError(errorOf(outcome)),
  }))
  return { OperationDetails: details }
}

/** An item has no status of its own: the call is answered with 200. */
export function presentItemError(error: WireError | undefined) {
  return error === undefined ? null : { Code: error.code, Message: error.message }
}

/** Why one instance was refused. Source: spec/volcengine.md §2.10, §3.1. */
function errorOf({ instanceId, instance, fault }: Outcome): WireError | undefined {
  if (!fault) return undefined
  if (instanceId === '') return missing('InstanceId')
  // The core knows one reason not to delete; a subscription is told apart from protection by its charge type.
  if (fault.kind === 'instanceProtected' && instance?.chargeType === 'prepaid')
    return operationErrors.chargeType
  return toWireError(fault, faults)
}
