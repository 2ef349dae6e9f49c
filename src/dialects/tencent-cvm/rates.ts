import type { CallRates } from '../kit/call-rate.ts'

/** Calls per second of one sub-account in one region. Source: seed 000 for the key pairs, spec/tencent.md §1.11. */
export const rates: CallRates = {
  countedPer: 'user',
  perSecond: {
    AssociateInstancesKeyPairs: 10,
    CreateKeyPair: 10,
    DeleteKeyPairs: 10,
    // Unverified: the page was not read.
    DescribeImages: 20,
    DescribeInstances: 40,
    DescribeInstancesAttributes: 20,
    DescribeInstancesStatus: 40,
    DescribeInstanceTypeConfigs: 40,
    // Unverified: the pages of these two were not read.
    DescribeInstanceFamilyConfigs: 20,
    DescribeZoneInstanceConfigInfos: 20,
    DescribeKeyPairs: 10,
    DescribeRegions: 20,
    DescribeZones: 20,
    DisassociateInstancesKeyPairs: 10,
    EnterRescueMode: 20,
    ExitRescueMode: 20,
    ImportKeyPair: 10,
    ModifyInstancesAttribute: 10,
    ModifyKeyPairAttribute: 10,
    RebootInstances: 10,
    ResetInstance: 10,
    ResetInstancesPassword: 10,
    RunInstances: 10,
    StartInstances: 10,
    StopInstances: 10,
    TerminateInstances: 10,
  },
  // Unverified: no page gives a number.
  otherwise: 20,
}
