import { z } from 'zod'

import { modifyKeyPair } from '../../../core/key-pairs/modify.ts'
import { action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { malformed } from '../errors.ts'
import { clientToken, description, keyPairNames, keyPairOf, namingKeyPair } from '../wire-types.ts'

/** Changes the description of a key pair, the only thing that can change; empty clears it. Source: spec §2.4, §4.5. */
export const ModifyKeyPairAttribute = action({
  name: 'ModifyKeyPairAttribute',
  access: 'write',
  params: namingKeyPair(
    z.object({
      ClientToken: clientToken(),
      ...keyPairNames(),
      Description: description(malformed('KeyPairDescription')),
      // Terraform sends a text here when tags change too. Source: spec/volcengine.md §4.3.
      Tags: ignored(),
    }),
  ),
  async run({ core, call }, { Description, ...names }) {
    const request = { keyPair: keyPairOf(names), changes: { description: Description } }
    const { name } = await modifyKeyPair(core, call, { isAccountWide: false }, request)
    return { KeyPairName: name }
  },
})
