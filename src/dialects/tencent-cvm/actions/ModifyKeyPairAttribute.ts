import { z } from 'zod'

import { modifyKeyPair } from '../../../core/key-pairs/modify.ts'
import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { missingParameter } from '../../kit/tencent/common-errors.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { keyId } from '../instance-param-types.ts'

/** The codes about names of the other actions are not in this one's list. Source: spec/tencent.md §2.4. */
const keyPairName = () => text().check(z.regex(/^\w{1,25}$/))

/** Renames a key pair or describes it anew; its key stays. Source: spec/tencent.md §2.4. */
export const ModifyKeyPairAttribute = action({
  name: 'ModifyKeyPairAttribute',
  access: 'write',
  params: z.strictObject({
    KeyId: keyId(),
    KeyName: keyPairName().optional(),
    Description: text().check(z.refine(isShort)).optional(),
  }),
  async run({ core, call }, { KeyId, KeyName, Description }) {
    if (KeyName === undefined && Description === undefined) throw new Refusal(missingParameter('KeyName'))
    const changes = {
      ...(KeyName === undefined ? {} : { name: KeyName }),
      ...(Description === undefined ? {} : { description: Description }),
    }
    await modifyKeyPair(core, call, { isAccountWide: true }, { keyPair: { id: KeyId }, changes })
    return {}
  },
})

/** At most 60 characters, not bytes. Source: spec/tencent.md §2.1. */
function isShort(description: string): boolean {
  return Array.from(description).length <= 60
}
