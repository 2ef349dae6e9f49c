import type { CallRates } from '../kit/call-rate.ts'

/** Calls per second of one sub-account in one region. Source: seed 000 for the key pairs, spec/tencent.md §1.11. */
export const rates: CallRates = {
  countedPer: 'user',
  perSecond: {
    AssociateInstancesKeyPairs: 10,
    CreateKeyPair: 10,
    DeleteKeyPairs: 10,
    DescribeInstances: 40,
    DescribeKeyPairs: 10,
    DescribeRegions: 20,
    DisassociateInstancesKeyPairs: 10,
    ImportKeyPair: 10,
    RebootInstances: 10,
    ResetInstancesPassword: 10,
    RunInstances: 10,
    StartInstances: 10,
    StopInstances: 10,
    TerminateInstances: 10,
  },
  // Unverified: no page gives a number.
  otherwise: 20,
}
