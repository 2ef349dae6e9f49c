import type { FaultTable } from '../kit/fault-table.ts'

/** What RunInstances and CreateInstance answer differently. Source: spec/alibaba.md §2.8. */
export const newInstanceFaults: Partial<FaultTable> = {
  // Another status and sentence than in AttachKeyPair.
  keyPairNotFound: () => ({
    status: 404,
    code: 'InvalidKeyPairName.NotFound',
    message: 'The specified parameter KeyPairName does not exist in our records.',
  }),
}
