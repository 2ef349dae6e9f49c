import { z } from 'zod'

import { removeKeyPairs } from '../../../core/key-pairs/remove.ts'
import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { removalRules } from '../rules.ts'
import { jsonList } from '../wire-types.ts'

/** Deletes key pairs, all or none; unknown names are ignored. Source: spec/alibaba.md §2.5, §5 U7. */
export const DeleteKeyPairs = action({
  name: 'DeleteKeyPairs',
  access: 'delete',
  params: z.object({
    RegionId: text(),
    KeyPairNames: jsonList({
      max: 100,
      malformed: {
        status: 400,
        code: 'InvalidKeyPairNames.ValueNotSupported',
        message: 'The specified parameter "KeyPairNames" is not valid.',
      },
      tooMany: {
        status: 403,
        code: 'InstanceKeyPairLimitExceeded',
        message: 'Exceeding the allowed amount of instance which will be deleted.',
      },
    }),
  }),
  async run({ core, call }, { KeyPairNames }) {
    const references = KeyPairNames.map((name) => ({ name }))
    await removeKeyPairs(core, call, removalRules, references)
    return {}
  },
})
