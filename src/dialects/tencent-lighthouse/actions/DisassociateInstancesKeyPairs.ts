import { z } from 'zod'

import { unbindKeyPairs } from '../../../core/bindings/unbind.ts'
import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { checkUsername } from '../../kit/tencent/login-user.ts'
import { oneOf } from '../../kit/tencent/param-checks.ts'
import { tencentError } from '../../kit/tencent/tencent-error.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { instanceIds, keyIds } from '../param-types.ts'
import { UNBIND_RULES } from '../rules.ts'

/**
 * Unbinds the pairs from the instances; refused when one of them is not bound. A running instance is stopped for it
 * and started again, unless the type is ONLINE. Source: seed 003, spec/tencent.md §2.5, §3.
 */
export const DisassociateInstancesKeyPairs = action({
  name: 'DisassociateInstancesKeyPairs',
  access: 'write',
  params: z.strictObject({
    KeyIds: keyIds(),
    InstanceIds: instanceIds(),
    DisassociateType: oneOf('ONLINE', 'OFFLINE').optional(),
    Username: text().optional(),
  }),
  async run({ core, call }, { KeyIds, InstanceIds, DisassociateType, Username }) {
    const isLive = DisassociateType === 'ONLINE'
    // Without a type the name is compared, as the page of the parameter has it; the SDK knows it beside ONLINE only.
    if (Username !== undefined && DisassociateType === 'OFFLINE') throw new Refusal(USERNAME_OFFLINE)
    await checkUsername(core, call, { username: Username, instanceIds: InstanceIds }, MISMATCH)
    const keyPairs = KeyIds.map((id) => ({ id }))
    const request = { keyPairs, instanceIds: InstanceIds, isForced: !isLive, isLive }
    await unbindKeyPairs(core, call, UNBIND_RULES, request)
    return {}
  },
})

const MISMATCH = tencentError(
  'UnsupportedOperation.KeyPairUnbindUsernameMismatch',
  'Unsupported operation: the user name differs from the one used when binding.',
)

const USERNAME_OFFLINE = tencentError(
  'InvalidParameter',
  'The parameter `Username` is not allowed with `DisassociateType` `OFFLINE`.',
)
