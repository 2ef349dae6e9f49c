import { z } from 'zod'

import { createKeyPair } from '../../../core/key-pairs/add.ts'
import { action } from '../../kit/action.ts'
import { keyPairName, tags } from '../../kit/tencent/param-checks.ts'
import { readTags } from '../../kit/tencent/wire-fields.ts'
import { presentKeyPairs } from '../present-key-pair.ts'
import { keyPairRules } from '../rules.ts'

/** Generates an RSA-2048 pair; the private key is in this answer and nowhere else. Source: spec/tencent.md §2.5. */
export const CreateKeyPair = action({
  name: 'CreateKeyPair',
  access: 'write',
  params: z.strictObject({
    KeyName: keyPairName('InvalidParameterValue.Invalid'),
    Tags: tags(10).optional(),
  }),
  async run({ core, call }, { KeyName, Tags }) {
    const wanted = { name: KeyName, tags: readTags(Tags) }
    const { keyPair, privateKey } = await createKeyPair(core, call, keyPairRules(core.ids), wanted)
    const [presented] = await presentKeyPairs(core, call, [{ ...keyPair, instanceIds: [] }])
    return { KeyPair: { ...presented, PrivateKey: privateKey.reveal() } }
  },
})
