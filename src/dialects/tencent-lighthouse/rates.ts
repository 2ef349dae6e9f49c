import type { CallRates } from '../kit/call-rate.ts'

/** Calls per second of one sub-account in one region. Source: seed 003 for unbinding, spec/tencent.md §1.11. */
export const rates: CallRates = {
  countedPer: 'user',
  perSecond: {
    AssociateInstancesKeyPairs: 10,
    CreateInstances: 5,
    CreateKeyPair: 20,
    DescribeBlueprints: 10,
    DescribeGeneralResourceQuotas: 10,
    DescribeInstanceLoginKeyPairAttribute: 20,
    DescribeInstances: 100,
    DescribeInstancesDeniedActions: 10,
    DescribeKeyPairs: 100,
    DisassociateInstancesKeyPairs: 20,
    ImportKeyPair: 10,
    ModifyInstancesLoginKeyPairAttribute: 10,
    ResetInstancesPassword: 20,
  },
  // Unverified: no page gives a number for the others. Source: spec/tencent.md §1.11.
  otherwise: 20,
}
