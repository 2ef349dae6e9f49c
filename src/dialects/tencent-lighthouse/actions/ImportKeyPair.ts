import { z } from 'zod'

import { importKeyPair } from '../../../core/key-pairs/add.ts'
import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { keyPairName, tags } from '../../kit/tencent/param-checks.ts'
import { readTags } from '../../kit/tencent/wire-fields.ts'
import { keyPairRules } from '../rules.ts'

/** Stores the public half of an RSA pair, byte for byte; binds nothing. Source: spec/tencent.md §2.5. */
export const ImportKeyPair = action({
  name: 'ImportKeyPair',
  access: 'write',
  params: z.strictObject({
    KeyName: keyPairName('InvalidParameterValue.Invalid'),
    PublicKey: text(),
    Tags: tags(10).optional(),
  }),
  async run({ core, call }, { KeyName, PublicKey, Tags }) {
    const wanted = { name: KeyName, publicKey: PublicKey, tags: readTags(Tags) }
    const keyPair = await importKeyPair(core, call, keyPairRules(core.ids), wanted)
    return { KeyId: keyPair.id }
  },
})
