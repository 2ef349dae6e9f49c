import { z } from 'zod'

import { importKeyPair } from '../../../core/key-pairs/add.ts'
import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { keyPairRules } from '../rules.ts'
import { newKeyPairName, newTags, resourceGroupId } from '../wire-types.ts'

/** Stores a public key that the caller has the private half of. Source: spec/alibaba.md §2.3. */
export const ImportKeyPair = action({
  name: 'ImportKeyPair',
  access: 'create',
  params: z.object({
    RegionId: text(),
    KeyPairName: newKeyPairName(),
    PublicKeyBody: text(),
    Tag: newTags(),
    ResourceGroupId: resourceGroupId().default(''),
  }),
  async run({ core, call }, { KeyPairName, PublicKeyBody, ResourceGroupId, Tag }) {
    const wanted = { name: KeyPairName, publicKey: PublicKeyBody, project: ResourceGroupId, tags: Tag }
    const keyPair = await importKeyPair(core, call, keyPairRules({ core }), wanted)
    return { KeyPairName: keyPair.name, KeyPairFingerPrint: keyPair.fingerprint }
  },
})
