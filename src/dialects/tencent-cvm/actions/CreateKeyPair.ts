import { z } from 'zod'

import { createKeyPair } from '../../../core/key-pairs/add.ts'
import { action } from '../../kit/action.ts'
import { keyPairName } from '../../kit/tencent/param-checks.ts'
import { projectId } from '../param-types.ts'
import { presentKeyPair } from '../present-key-pair.ts'
import { keyPairRules } from '../rules.ts'
import { tagSpecification, tagsOf } from '../tag-specification.ts'

/** Generates an RSA-2048 pair; the private key is in this answer and nowhere else. Source: spec/tencent.md §2.4. */
export const CreateKeyPair = action({
  name: 'CreateKeyPair',
  access: 'write',
  params: z.strictObject({
    KeyName: keyPairName('Invalid'),
    ProjectId: projectId(),
    TagSpecification: tagSpecification('keypair'),
  }),
  async run({ core, call }, { KeyName, TagSpecification }) {
    const wanted = { name: KeyName, tags: tagsOf(TagSpecification) }
    const { keyPair, privateKey } = await createKeyPair(core, call, keyPairRules(core.ids), wanted)
    return {
      KeyPair: { ...presentKeyPair({ ...keyPair, instanceIds: [] }), PrivateKey: privateKey.reveal() },
    }
  },
})
