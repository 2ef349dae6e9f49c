import {
  type AccessTable,
  type ActionAccess,
  any,
  commaList,
  each,
  given,
  jsonList,
  list,
  one,
  single,
} from './access-table.ts'

const binding: ActionAccess = {
  level: 'update',
  names: [each('instance', jsonList('InstanceIds')), each('keypair', one('KeyPairName'))],
}
const newKeyPair: ActionAccess = { level: 'create', names: [any('keypair')], tagsFrom: 'Tag' }
const newInstance: ActionAccess = {
  level: 'create',
  names: [
    any('instance'),
    given('image', one('ImageId')),
    given('securitygroup', one('SecurityGroupId')),
    given('securitygroup', list('SecurityGroupIds')),
    given('securitygroup', one('NetworkInterface.*.SecurityGroupId')),
    given('securitygroup', list('NetworkInterface.*.SecurityGroupIds')),
    given('keypair', one('KeyPairName')),
    given('vswitch', one('VSwitchId'), 'vpc'),
    given('vswitch', one('NetworkInterface.*.VSwitchId'), 'vpc'),
  ],
  tagsFrom: 'Tag',
}
const onInstance: ActionAccess = { level: 'update', names: [each('instance', one('InstanceId'))] }
const onInstances: ActionAccess = { level: 'update', names: [each('instance', list('InstanceId'))] }
const lists: ActionAccess = { level: 'list', names: 'operation' }
const gets: ActionAccess = { level: 'get', names: 'operation' }
/** Of one instance if it is named, of everything otherwise. Source: spec/alibaba.md §2, table of operations. */
const ofInstance: ActionAccess = { level: 'get', names: [given('instance', one('InstanceId'))] }
const ofListedInstances: ActionAccess = { level: 'get', names: [given('instance', jsonList('InstanceIds'))] }

/**
 * Actions of Alibaba ECS; a key pair goes by its name. `sts:GetCallerIdentity` is never judged and has no row.
 * Source: spec/policies.md §2, rows "Ali"; spec/alibaba.md §2.
 */
export const ALIBABA_ACTIONS: AccessTable = {
  service: 'ecs',
  language: 'ram',
  actions: {
    AttachKeyPair: binding,
    DetachKeyPair: binding,
    CreateKeyPair: newKeyPair,
    ImportKeyPair: newKeyPair,
    DeleteKeyPairs: { level: 'delete', names: [each('keypair', jsonList('KeyPairNames'))] },
    DescribeKeyPairs: { level: 'get', names: [single('keypair', one('KeyPairName'))] },
    DescribeInstances: { level: 'get', names: [single('instance', jsonList('InstanceIds'))] },
    DescribeInstanceStatus: { level: 'get', names: [single('instance', list('InstanceId'))] },
    DescribeInstanceAttribute: { level: 'get', names: [each('instance', one('InstanceId'))] },
    RunInstances: newInstance,
    CreateInstance: newInstance,
    StartInstance: onInstance,
    StopInstance: onInstance,
    RebootInstance: onInstance,
    StartInstances: onInstances,
    StopInstances: onInstances,
    RebootInstances: onInstances,
    ModifyInstanceAttribute: onInstance,
    AllocatePublicIpAddress: { ...onInstance, level: 'create' },
    DeleteInstance: { ...onInstance, level: 'delete' },
    DeleteInstances: { ...onInstances, level: 'delete' },
    TagResources: {
      level: 'update',
      names: [{ rule: 'typed', typePath: 'ResourceType', from: list('ResourceId') }],
      tagsFrom: 'Tag',
    },
    UntagResources: {
      level: 'delete',
      names: [{ rule: 'typed', typePath: 'ResourceType', from: list('ResourceId') }],
    },
    ListTagResources: {
      level: 'list',
      names: [{ rule: 'typed', typePath: 'ResourceType', from: list('ResourceId') }],
    },
    JoinResourceGroup: {
      level: 'update',
      names: [{ rule: 'typed', typePath: 'ResourceType', from: one('ResourceId') }],
    },
    DescribeRegions: lists,
    DescribeZones: lists,
    DescribeAvailableResource: lists,
    DescribeImages: lists,
    DescribeInstanceTypes: lists,
    DescribeAccountAttributes: gets,
    // The pages have these two under `vpc:`.
    DescribeVpcs: gets,
    DescribeVSwitches: gets,
    DescribeSecurityGroupAttribute: {
      level: 'get',
      names: [each('securitygroup', one('SecurityGroupId'))],
    },
    DescribeSecurityGroups: { level: 'get', names: [single('securitygroup', one('SecurityGroupId'))] },
    DescribeTags: gets,
    DescribeDisks: ofInstance,
    DescribeUserData: ofInstance,
    DescribeNetworkInterfaces: ofInstance,
    DescribeInstanceAutoRenewAttribute: {
      level: 'get',
      names: [given('instance', commaList('InstanceId'))],
    },
    DescribeInstanceRamRole: ofListedInstances,
    DescribeInstanceAttachmentAttributes: ofListedInstances,
    DescribeInstanceMaintenanceAttributes: { level: 'get', names: [given('instance', list('InstanceId'))] },
  },
}
