import { z } from 'zod'

import { modifyInstances } from '../../../core/instances/modify.ts'
import { action } from '../../kit/action.ts'
import { toWireError } from '../../kit/fault-table.ts'
import { faults } from '../faults.ts'
import { agentRules } from '../rules.ts'
import { requiredList } from '../wire-types.ts'

/**
 * Installs the agent of the cloud assistant on running instances, each for itself; here it is there at once.
 * Unverified: how many instances one call takes. Source: spec/volcengine.md §2.13.
 */
export const InstallCloudAssistant = action({
  name: 'InstallCloudAssistant',
  access: 'write',
  params: z.object({ InstanceIds: requiredList(100) }),
  async run({ core, call }, { InstanceIds }) {
    const changes = { attributes: { CloudAssistant: true } }
    const outcomes = await modifyInstances(core, call, agentRules, { instanceIds: InstanceIds, changes })
    return {
      InstallingInstanceIds: outcomes.flatMap(({ instanceId, fault }) => (fault ? [] : [instanceId])),
      FailedInstances: outcomes.flatMap(({ instanceId, fault }) =>
        fault ? [{ Id: instanceId, ErrorMessage: toWireError(fault, faults).message }] : [],
      ),
    }
  },
})
