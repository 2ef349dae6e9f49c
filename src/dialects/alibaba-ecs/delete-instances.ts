import { Fault } from '../../core/fault.ts'
import type { AdmissionRules } from '../../core/instances/admit.ts'
import { operatePower } from '../../core/instances/power.ts'
import type { ActionContext } from '../kit/action.ts'
import { Refusal } from '../kit/wire-error.ts'
import { operationErrors } from './faults.ts'
import { isProtected } from './rules.ts'

interface Deletion {
  readonly rules: AdmissionRules
  readonly instanceIds: readonly string[]
  readonly isForced: boolean
  readonly endsSubscription: boolean
  readonly isDryRun: boolean
}

/**
 * Deletes instances, all or none. A subscription that runs is only ended when the caller says so.
 * Refusal: ChargeTypeViolation. Faults: those of `admit`, instanceProtected. Source: spec/alibaba.md §2.10.
 */
export async function deleteInstances({ core, call }: ActionContext, deletion: Deletion): Promise<void> {
  const { instanceIds, isForced, isDryRun } = deletion
  if (!deletion.endsSubscription) {
    const owner = { account: call.account, dialect: call.dialect }
    const scope = deletion.rules.isRegional ? { ...owner, region: call.region } : owner
    // The charge type of an instance never changes, so it need not be read in the transaction.
    const found = await core.database.instances.findByIds(scope, instanceIds)
    const isAllKnown = found.length === new Set(instanceIds).size
    if (isAllKnown && found.some(({ chargeType }) => chargeType === 'prepaid')) {
      throw new Refusal(operationErrors.prepaid)
    }
  }
  const rules: AdmissionRules = {
    ...deletion.rules,
    obstacle: (instance) =>
      isProtected(instance) ? new Fault('instanceProtected', { id: instance.id }) : undefined,
  }
  await operatePower(core, call, rules, { verb: 'terminate', instanceIds, isForced, isDryRun })
}
