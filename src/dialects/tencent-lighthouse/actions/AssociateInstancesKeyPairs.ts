import { z } from 'zod'

import { bindKeyPairs } from '../../../core/bindings/bind.ts'
import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { checkUsername } from '../../kit/tencent/login-user.ts'
import { tencentError } from '../../kit/tencent/tencent-error.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { associateType, instanceIds, keyIds, outOfRange } from '../param-types.ts'
import { BIND_RULES } from '../rules.ts'

/**
 * Binds every pair to every instance; the pairs bound before are replaced. A running instance is stopped for it and
 * started again, unless the type is ONLINE. Source: spec/tencent.md §2.5, §3.
 */
export const AssociateInstancesKeyPairs = action({
  name: 'AssociateInstancesKeyPairs',
  access: 'write',
  params: z.strictObject({
    KeyIds: keyIds(),
    InstanceIds: instanceIds(),
    AssociateType: associateType(),
    Username: text().optional(),
  }),
  async run({ core, call }, { KeyIds, InstanceIds, AssociateType, Username }) {
    const isLive = AssociateType === 'ONLINE'
    if (Username !== undefined && !isLive) throw new Refusal(USERNAME_OFFLINE)
    const given = { username: Username, instanceIds: InstanceIds }
    await checkUsername(core, call, given, outOfRange('Username'))
    const keyPairs = KeyIds.map((id) => ({ id }))
    const request = { keyPairs, instanceIds: InstanceIds, isForced: !isLive, isLive }
    await bindKeyPairs(core, call, BIND_RULES, request)
    return {}
  },
})

const USERNAME_OFFLINE = tencentError(
  'InvalidParameter',
  'The parameter `Username` is allowed with `AssociateType` `ONLINE` only.',
)
