import { type AccessTable, type ActionAccess, any, each, given, list, one } from './access-table.ts'

const INSTANCE_KEYS = ['cvm:region', 'cvm:zone', 'cvm:instance_type']
const eachInstance = each('instance', list('InstanceIds'))
const eachKeyPair = each('keypair', list('KeyIds'))

const onKeyPairsOfInstances: ActionAccess = { level: 'write', names: [eachInstance, eachKeyPair] }
const onInstances: ActionAccess = { level: 'write', names: [eachInstance], keys: INSTANCE_KEYS }
const onInstance: ActionAccess = {
  level: 'write',
  names: [each('instance', one('InstanceId'))],
  keys: INSTANCE_KEYS,
}
const newKeyPair: ActionAccess = {
  level: 'write',
  names: [any('keypair')],
  tagsFrom: 'TagSpecification.*.Tags',
}
const lists: ActionAccess = { level: 'list', names: 'operation' }

/**
 * Actions of Tencent CVM. Of AssociateInstancesKeyPairs one older list says that it is judged as an operation.
 * Source: spec/policies.md §2, rows "CVM"; §6 items 1, 2.
 */
export const CVM_ACTIONS: AccessTable = {
  service: 'cvm',
  language: 'cam',
  actions: {
    AssociateInstancesKeyPairs: onKeyPairsOfInstances,
    DisassociateInstancesKeyPairs: onKeyPairsOfInstances,
    CreateKeyPair: newKeyPair,
    ImportKeyPair: newKeyPair,
    DeleteKeyPairs: { level: 'write', names: [eachKeyPair] },
    ModifyKeyPairAttribute: { level: 'write', names: [each('keypair', one('KeyId'))] },
    // Also when ids are given.
    DescribeKeyPairs: { level: 'list', names: [any('keypair')] },
    DescribeInstances: lists,
    DescribeInstancesStatus: lists,
    DescribeInstancesAttributes: { level: 'read', names: 'operation' },
    DescribeRegions: lists,
    DescribeZones: lists,
    DescribeInstanceTypeConfigs: lists,
    // Unverified, as the others that list what is on offer.
    DescribeInstanceFamilyConfigs: lists,
    DescribeZoneInstanceConfigInfos: lists,
    DescribeImages: { level: 'list', names: [any('image')], keys: ['cvm:region'] },
    RunInstances: {
      level: 'write',
      names: [
        any('instance'),
        each('image', one('ImageId')),
        given('keypair', list('LoginSettings.KeyIds')),
        given('sg', list('SecurityGroupIds')),
        any('systemdisk'),
        { rule: 'anyIfGiven', type: 'datadisk', path: 'DataDisks' },
        given('vpc', one('VirtualPrivateCloud.VpcId'), 'vpc'),
        given('subnet', one('VirtualPrivateCloud.SubnetId'), 'vpc'),
      ],
      keys: [...INSTANCE_KEYS, 'cvm:image_type', 'cvm:disk_type', 'cvm:disk_size', 'vpc:region'],
      tagsFrom: 'TagSpecification.*.Tags',
    },
    StartInstances: onInstances,
    StopInstances: onInstances,
    RebootInstances: onInstances,
    TerminateInstances: onInstances,
    ResetInstancesPassword: onInstances,
    ModifyInstancesAttribute: onInstances,
    ResetInstance: {
      level: 'write',
      names: [
        each('instance', one('InstanceId')),
        given('image', one('ImageId')),
        given('keypair', list('LoginSettings.KeyIds')),
        any('systemdisk'),
      ],
      keys: INSTANCE_KEYS,
    },
    EnterRescueMode: onInstance,
    ExitRescueMode: onInstance,
  },
}
