import { z } from 'zod'

import type { Call } from '../../../core/call.ts'
import type { Core } from '../../../core/core.ts'
import type { InstanceState } from '../../../core/instances/instance.ts'
import { INSTANCE_STATES } from '../../../core/instances/instance.ts'
import { type Description, modifyInstances } from '../../../core/instances/modify.ts'
import { resetPasswords } from '../../../core/instances/reset-password.ts'
import { action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { boolean } from '../../kit/params.ts'
import { isWindowsHostName } from '../../kit/windows-host-name.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { malformed } from '../faults.ts'
import { instanceId } from '../power-call.ts'
import { passwordRules, singleRules } from '../rules.ts'
import {
  description,
  password,
  plainHostName,
  plainInstanceName,
  securityGroupId,
  userData,
} from '../wire-types.ts'

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
    InstanceName: plainInstanceName().optional(),
    Description: description().optional(),
    HostName: plainHostName().optional(),
    UserData: userData().optional(),
    DeletionProtection: boolean().optional(),
    SecurityGroupIds: z.array(securityGroupId()).optional(),
    CreditSpecification: z.enum(['Standard', 'Unlimited']).optional(),
    Recyclable: boolean().optional(),
    EnableJumboFrame: boolean().optional(),
    EnableNetworkEncryption: boolean().optional(),
    // Processors, queues, names in a private zone and remote sessions are those of the driver's machines.
    CpuOptions: ignored(),
    NetworkInterfaceQueueNumber: ignored(),
    PrivateDnsNameOptions: ignored(),
    RemoteConnectionOptions: ignored(),
  }),
  async run({ core, call }, { InstanceId, Password, ...given }) {
    const instanceIds = [InstanceId]
    if (await isWindows(core, call, InstanceId)) checkWindows({ Password, ...given })
    const changes = describe(given)
    if (Password !== undefined) {
      const request = { instanceIds, password: Password, description: changes }
      await resetPasswords(core, call, passwordRules, request)
      return {}
    }
    const isRenamed = given.HostName !== undefined
    const refused: readonly InstanceState[] = isRenamed ? [...STARTING, 'banned'] : ['banned']
    const allowed = INSTANCE_STATES.filter((state) => !refused.includes(state))
    // Nothing happens on the machine, so an operation on it does not stand in the way.
    const rules = { ...singleRules(allowed), checks: ['state'] as const }
    await modifyInstances(core, call, rules, { instanceIds, changes })
    return {}
  },
})

/** The system of an instance never changes under this action, so it need not be read in the transaction. */
async function isWindows({ database }: Core, { account, dialect }: Call, id: string): Promise<boolean> {
  const [instance] = await database.instances.findByIds({ account, dialect }, [id])
  return instance?.os === 'windows'
}

/** Source: spec/alibaba.md §2.8, rows "Password" and "HostName". */
function checkWindows({ Password, HostName }: Pick<Given, 'HostName'> & { Password: string | undefined }) {
  if (Password?.startsWith('/')) throw new Refusal(malformed('Password'))
  if (HostName !== undefined && !isWindowsHostName(HostName)) throw new Refusal(malformed('HostName'))
}

/** What the answers of later calls echo; everything else that is taken has no effect and is not kept. */
const KEPT = [
  'UserData',
  'DeletionProtection',
  'SecurityGroupIds',
  'CreditSpecification',
  'Recyclable',
  'EnableJumboFrame',
  'EnableNetworkEncryption',
]

interface Given {
  readonly InstanceName?: string | undefined
  readonly Description?: string | undefined
  readonly HostName?: string | undefined
  readonly [attribute: string]: unknown
}

function describe({ InstanceName, Description, HostName, ...rest }: Given): Description {
  const kept = KEPT.flatMap((name) => (rest[name] === undefined ? [] : [[name, rest[name]] as const]))
  return {
    ...(InstanceName === undefined ? {} : { name: InstanceName }),
    ...(Description === undefined ? {} : { description: Description }),
    ...(HostName === undefined ? {} : { hostName: HostName }),
    attributes: Object.fromEntries(kept),
  }
}
