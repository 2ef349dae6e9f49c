import { z } from 'zod'

import { createKeyPair } from '../../../core/key-pairs/add.ts'
import { action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { keyPairRules } from '../rules.ts'
import { clientToken, keyPairDescription, newKeyPairName, newTags, project } from '../wire-types.ts'

/** Generates an RSA pair of 2048 bits; the private key is in this answer and nowhere else. Source: spec §2.1. */
export const CreateKeyPair = action({
  name: 'CreateKeyPair',
  access: 'write',
  params: z.object({
    ClientToken: clientToken(),
    KeyPairName: newKeyPairName(),
    Description: keyPairDescription(),
    ProjectName: project(),
    Tags: newTags(),
    // Where Terraform is to write the private key. Source: spec/volcengine.md §4.3.
    KeyFile: ignored(),
  }),
  givenOnce: ['PrivateKey'],
  async run({ core, call }, { KeyPairName, Description, ProjectName, Tags }) {
    const wanted = { name: KeyPairName, description: Description, project: ProjectName, tags: Tags }
    const { keyPair, privateKey } = await createKeyPair(core, call, keyPairRules({ core }), wanted)
    return {
      KeyPairName: keyPair.name,
      KeyPairId: keyPair.id,
      FingerPrint: keyPair.fingerprint,
      PrivateKey: privateKey.reveal(),
    }
  },
})
