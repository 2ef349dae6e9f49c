import { z } from 'zod'

import { type Description as Changes, modifyInstances } from '../../../core/instances/modify.ts'
import { resetPasswords } from '../../../core/instances/reset-password.ts'
import { action } from '../../kit/action.ts'
import { boolean, text } from '../../kit/params.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { isWindowsHostName } from '../../kit/windows-host-name.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { malformed } from '../errors.ts'
import { descriptionRules, passwordRules } from '../rules.ts'
import { clientToken, description, given, hostName, instanceName, password, userData } from '../wire-types.ts'

/**
 * Changes what an instance is called and its password. The password comes into force at the next boot and then
 * works beside a bound key pair. Source: spec/volcengine.md §2.11.
 */
export const ModifyInstanceAttribute = action({
  name: 'ModifyInstanceAttribute',
  access: 'write',
  params: z.object({
    ClientToken: clientToken(),
    InstanceId: given(text()),
    Password: given(password().optional()),
    Hostname: given(hostName().optional()),
    InstanceName: given(instanceName().optional()),
    // Empty texts clear these two.
    Description: description().optional(),
    UserData: userData().optional(),
    DeletionProtection: given(boolean().optional()),
    EnableJumboFrame: given(boolean().optional()),
    CpuOptions: ignored(),
  }),
  async run({ core, call }, { InstanceId, Password, ...wanted }) {
    const instanceIds = [InstanceId]
    if (wanted.Hostname !== undefined && !isWindowsHostName(wanted.Hostname)) {
      // The system of an instance never changes under this action, so it need not be read in the transaction.
      const [instance] = await core.database.instances.findByIds(call, instanceIds)
      if (instance?.os === 'windows') throw new Refusal(malformed('Hostname'))
    }
    const changes = changesOf(wanted)
    if (Password !== undefined) {
      await resetPasswords(core, call, passwordRules, {
        instanceIds,
        password: Password,
        description: changes,
      })
      return {}
    }
    const rules = wanted.Hostname === undefined ? descriptionRules : passwordRules
    await modifyInstances(core, call, rules, { instanceIds, changes })
    return {}
  },
})

interface Wanted {
  readonly InstanceName?: string | undefined
  readonly Description?: string | undefined
  readonly Hostname?: string | undefined
  readonly UserData?: string | undefined
  readonly DeletionProtection?: boolean | undefined
  readonly EnableJumboFrame?: boolean | undefined
}

function changesOf({ InstanceName, Description, Hostname, ...wanted }: Wanted): Changes {
  const { UserData, DeletionProtection, EnableJumboFrame } = wanted
  return {
    ...(InstanceName === undefined ? {} : { name: InstanceName }),
    ...(Description === undefined ? {} : { description: Description }),
    ...(Hostname === undefined ? {} : { hostName: Hostname }),
    attributes: {
      ...(UserData === undefined ? {} : { UserData }),
      ...(DeletionProtection === undefined ? {} : { DeletionProtection }),
      ...(EnableJumboFrame === undefined ? {} : { EnableJumboFrame }),
    },
  }
}
