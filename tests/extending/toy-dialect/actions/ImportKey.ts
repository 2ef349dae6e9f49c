import { z } from 'zod'

import { importKeyPair } from '../../../../src/core/key-pairs/add.ts'
import { action } from '../../../../src/dialects/kit/action.ts'
import { text } from '../../../../src/dialects/kit/params.ts'
import { keyPairRules } from '../rules.ts'

/** Stores a public key, one OpenSSH line. */
export const ImportKey = action({
  name: 'ImportKey',
  access: 'write',
  params: z.object({ name: text(), publicKey: text(), ClientToken: text().optional() }),
  async run({ core, call }, { name, publicKey }) {
    const { id, fingerprint } = await importKeyPair(core, call, keyPairRules({ core }), { name, publicKey })
    return { key: id, fingerprint }
  },
})
