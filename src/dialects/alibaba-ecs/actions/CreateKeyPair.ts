import { z } from 'zod'

import { createKeyPair } from '../../../core/key-pairs/add.ts'
import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { keyPairRules } from '../rules.ts'
import { newKeyPairName, newTags, resourceGroupId } from '../wire-types.ts'

/** Generates an RSA pair of 2048 bits; the private key is in this answer and nowhere else. Source: spec §2.2. */
export const CreateKeyPair = action({
  name: 'CreateKeyPair',
  access: 'create',
  params: z.object({
    RegionId: text(),
    KeyPairName: newKeyPairName(),
    Tag: newTags(),
    ResourceGroupId: resourceGroupId().default(''),
  }),
  async run({ core, call }, { KeyPairName, ResourceGroupId, Tag }) {
    const wanted = { name: KeyPairName, project: ResourceGroupId, tags: Tag }
    const { keyPair, privateKey } = await createKeyPair(core, call, keyPairRules({ core }), wanted)
    return {
      KeyPairId: keyPair.id,
      KeyPairName: keyPair.name,
      KeyPairFingerPrint: keyPair.fingerprint,
      PrivateKeyBody: privateKey.reveal(),
    }
  },
})
