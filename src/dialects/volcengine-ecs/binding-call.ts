import { z } from 'zod'

import { clientToken, keyPairNames, namingKeyPair, requiredList } from './wire-types.ts'

/**
 * AttachKeyPair and DetachKeyPair take the same, checked in this order. A malformed id is merely unknown.
 * Source: spec/volcengine.md §3.1, §3.2.
 */
export const bindingParams = namingKeyPair(
  z.object({
    InstanceIds: requiredList(100),
    ...keyPairNames(),
    ClientToken: clientToken(),
  }),
)
