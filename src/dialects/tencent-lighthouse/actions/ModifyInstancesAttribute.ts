import { z } from 'zod'

import { modifyInstances } from '../../../core/instances/modify.ts'
import { action } from '../../kit/action.ts'
import { missingParameter } from '../../kit/tencent/common-errors.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { UNFINISHED } from '../faults.ts'
import { instanceIds, instanceName } from '../param-types.ts'
import { MODIFY_RULES } from '../rules.ts'

/**
 * Renames instances, at once: the newest operation is this one, and it has succeeded. Source: spec/tencent.md §2.5.
 */
export const ModifyInstancesAttribute = action({
  name: 'ModifyInstancesAttribute',
  access: 'write',
  params: z.strictObject({ InstanceIds: instanceIds(), InstanceName: instanceName().optional() }),
  faults: {
    // OperationDenied.InstanceOperationInProgress is not in this action's list. Source: spec/tencent.md appendix B.
    instanceBusy: () => UNFINISHED,
  },
  async run({ core, call }, { InstanceIds, InstanceName }) {
    // There is no other attribute to change.
    if (!InstanceName) throw new Refusal(missingParameter('InstanceName'))
    const request = { instanceIds: InstanceIds, changes: { name: InstanceName } }
    await modifyInstances(core, call, MODIFY_RULES, request)
    return {}
  },
})
