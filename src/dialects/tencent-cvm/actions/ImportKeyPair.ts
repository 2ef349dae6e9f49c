import { z } from 'zod'

import { importKeyPair } from '../../../core/key-pairs/add.ts'
import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { keyPairName } from '../../kit/tencent/param-checks.ts'
import { projectId } from '../param-types.ts'
import { keyPairRules } from '../rules.ts'
import { tagSpecification, tagsOf } from '../tag-specification.ts'

/** Stores the public half of an RSA pair; binds nothing. Source: spec/tencent.md §2.4. */
export const ImportKeyPair = action({
  name: 'ImportKeyPair',
  access: 'write',
  params: z.strictObject({
    KeyName: keyPairName('Invalid'),
    ProjectId: projectId(),
    PublicKey: text(),
    TagSpecification: tagSpecification('keypair'),
  }),
  async run({ core, call }, { KeyName, PublicKey, TagSpecification }) {
    const wanted = { name: KeyName, publicKey: PublicKey, tags: tagsOf(TagSpecification) }
    const keyPair = await importKeyPair(core, call, keyPairRules(core.ids), wanted)
    return { KeyId: keyPair.id }
  },
})
