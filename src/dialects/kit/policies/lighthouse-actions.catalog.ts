import { type AccessTable, type ActionAccess, each, list, one } from './access-table.ts'

const eachInstance = each('instance', list('InstanceIds'))
const eachKeyPair = each('keypair', list('KeyIds'))

const onKeyPairsOfInstances: ActionAccess = { level: 'write', names: [eachInstance, eachKeyPair] }
const onInstances: ActionAccess = { level: 'write', names: [eachInstance] }
const writes: ActionAccess = { level: 'write', names: 'operation', tagsFrom: 'Tags' }
const lists: ActionAccess = { level: 'list', names: 'operation' }

/** Actions of Tencent Lighthouse. Source: spec/policies.md §2, rows "LH". */
export const LIGHTHOUSE_ACTIONS: AccessTable = {
  service: 'lighthouse',
  language: 'cam',
  actions: {
    AssociateInstancesKeyPairs: onKeyPairsOfInstances,
    DisassociateInstancesKeyPairs: onKeyPairsOfInstances,
    DeleteKeyPairs: { level: 'write', names: [eachKeyPair] },
    CreateKeyPair: writes,
    ImportKeyPair: writes,
    CreateInstances: writes,
    DescribeKeyPairs: lists,
    DescribeInstances: lists,
    DescribeRegions: lists,
    DescribeZones: lists,
    DescribeBlueprints: lists,
    DescribeBundles: lists,
    DescribeGeneralResourceQuotas: { level: 'read', names: 'operation' },
    StartInstances: onInstances,
    StopInstances: onInstances,
    RebootInstances: onInstances,
    IsolateInstances: onInstances,
    TerminateInstances: onInstances,
    // No name of a key pair, although the call may carry some.
    ResetInstance: { level: 'write', names: [each('instance', one('InstanceId'))] },
    ResetInstancesPassword: onInstances,
    ModifyInstancesAttribute: onInstances,
    DescribeInstancesDeniedActions: { level: 'read', names: [eachInstance] },
    // Unverified: as the other reads that name instances.
    DescribeBlueprintInstances: { level: 'read', names: [eachInstance] },
    DescribeInstanceLoginKeyPairAttribute: { level: 'read', names: [each('instance', one('InstanceId'))] },
    ModifyInstancesLoginKeyPairAttribute: onInstances,
  },
}
