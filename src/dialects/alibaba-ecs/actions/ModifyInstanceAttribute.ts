import { z } from 'zod'

import type { InstanceState } from '../../../core/instances/instance.ts'
import { INSTANCE_STATES } from '../../../core/instances/instance.ts'
import { type Description, modifyInstances } from '../../../core/instances/modify.ts'
import { resetPasswords } from '../../../core/instances/reset-password.ts'
import { action } from '../../kit/action.ts'
import { boolean, text } from '../../kit/params.ts'
import { instanceId } from '../power-call.ts'
import { passwordRules, singleRules } from '../rules.ts'
import { description, hostName, instanceName, password, securityGroupId, userData } from '../wire-types.ts'

const STARTING: readonly InstanceState[] = ['pending', 'starting', 'rebooting']

/**
 * Changes what an instance is called and its password. The password comes into force at the next boot; beside a
 * bound key pair it waits until the pair is gone. Source: spec/alibaba.md §2.10.
 */
export const ModifyInstanceAttribute = action({
  name: 'ModifyInstanceAttribute',
  access: 'update',
  params: z.object({
    InstanceId: instanceId(),
    Password: password().optional(),
    InstanceName: instanceName().optional(),
    Description: description().optional(),
    HostName: hostName().optional(),
    UserData: userData().optional(),
    DeletionProtection: boolean().optional(),
    SecurityGroupIds: z.array(securityGroupId()).optional(),
    CreditSpecification: text().optional(),
    Recyclable: boolean().optional(),
  }),
  async run({ core, call }, { InstanceId, Password, ...given }) {
    const instanceIds = [InstanceId]
    const changes = describe(given)
    if (Password !== undefined) {
      const request = { instanceIds, password: Password, description: changes }
      await resetPasswords(core, call, passwordRules, request)
      return {}
    }
    const isRenamed = given.HostName !== undefined
    const allowed = INSTANCE_STATES.filter((state) => !isRenamed || !STARTING.includes(state))
    // Nothing happens on the machine, so an operation on it does not stand in the way.
    const rules = { ...singleRules(allowed), checks: ['state'] as const }
    await modifyInstances(core, call, rules, { instanceIds, changes })
    return {}
  },
})

interface Given {
  readonly InstanceName?: string | undefined
  readonly Description?: string | undefined
  readonly HostName?: string | undefined
  readonly [attribute: string]: unknown
}

function describe({ InstanceName, Description, HostName, ...rest }: Given): Description {
  const attributes = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return {
    ...(InstanceName === undefined ? {} : { name: InstanceName }),
    ...(Description === undefined ? {} : { description: Description }),
    ...(HostName === undefined ? {} : { hostName: HostName }),
    attributes,
  }
}
