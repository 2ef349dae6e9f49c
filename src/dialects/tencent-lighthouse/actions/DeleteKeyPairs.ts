import { z } from 'zod'

import { removeKeyPairs } from '../../../core/key-pairs/remove.ts'
import { action } from '../../kit/action.ts'
import { keyIds } from '../param-types.ts'
import { REMOVAL_RULES } from '../rules.ts'

/** Deletes at most ten key pairs, all or none; a bound one is never deleted. Source: spec/tencent.md §2.5. */
export const DeleteKeyPairs = action({
  name: 'DeleteKeyPairs',
  access: 'write',
  params: z.strictObject({ KeyIds: keyIds(10) }),
  async run({ core, call }, { KeyIds }) {
    const references = KeyIds.map((id) => ({ id }))
    await removeKeyPairs(core, call, REMOVAL_RULES, references)
    return {}
  },
})
