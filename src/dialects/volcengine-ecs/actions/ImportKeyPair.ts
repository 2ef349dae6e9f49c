import { z } from 'zod'

import { importKeyPair } from '../../../core/key-pairs/add.ts'
import { action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { text } from '../../kit/params.ts'
import { keyPairRules } from '../rules.ts'
import { clientToken, given, keyPairDescription, newKeyPairName, newTags, project } from '../wire-types.ts'

/** Stores a public key, one OpenSSH line. Source: spec/volcengine.md §2.2. */
export const ImportKeyPair = action({
  name: 'ImportKeyPair',
  access: 'write',
  params: z.object({
    ClientToken: clientToken(),
    KeyPairName: newKeyPairName(),
    PublicKey: given(text()),
    Description: keyPairDescription(),
    ProjectName: project(),
    Tags: newTags(),
    // Where Terraform is to write the private key. Source: spec/volcengine.md §4.3.
    KeyFile: ignored(),
  }),
  async run({ core, call }, { KeyPairName, PublicKey, Description, ProjectName, Tags }) {
    const keyPair = await importKeyPair(core, call, keyPairRules({ core }), {
      name: KeyPairName,
      publicKey: PublicKey,
      description: Description,
      project: ProjectName,
      tags: Tags,
    })
    return { KeyPairName: keyPair.name, KeyPairId: keyPair.id, FingerPrint: keyPair.fingerprint }
  },
})
