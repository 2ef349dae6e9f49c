import { type AccessTable, type ActionAccess, any, each, list, type NameRule, one } from './access-table.ts'

const eachInstance = each('instance', list('InstanceIds'))
const namedKeyPair: NameRule = { rule: 'keyPair', id: one('KeyPairId'), name: one('KeyPairName') }
const typed: NameRule = { rule: 'typed', typePath: 'ResourceType', from: list('ResourceIds') }

const binding: ActionAccess = { level: 'write', names: [eachInstance, namedKeyPair] }
const newKeyPair: ActionAccess = { level: 'write', names: [any('keypair')], tagsFrom: 'Tags' }
const onInstance: ActionAccess = { level: 'write', names: [each('instance', one('InstanceId'))] }
const onInstances: ActionAccess = { level: 'write', names: [eachInstance] }
const tagging: ActionAccess = { level: 'write', names: [typed], tagsFrom: 'Tags' }
const untagging: ActionAccess = { level: 'write', names: [typed] }
const lists: ActionAccess = { level: 'list', names: 'operation' }

/** Actions of Volcengine ECS; a key pair goes by its id. Source: spec/policies.md §2, rows "Volc"; §6 item 8. */
export const VOLCENGINE_ACTIONS: AccessTable = {
  service: 'ecs',
  language: 'iam',
  actions: {
    AttachKeyPair: binding,
    DetachKeyPair: binding,
    CreateKeyPair: newKeyPair,
    ImportKeyPair: newKeyPair,
    DeleteKeyPairs: { level: 'write', names: [{ rule: 'keyPair', name: list('KeyPairNames') }] },
    ModifyKeyPairAttribute: { level: 'write', names: [namedKeyPair] },
    DescribeKeyPairs: { level: 'list', names: [each('keypair', list('KeyPairIds'))] },
    DescribeInstances: { level: 'list', names: [eachInstance] },
    DescribeUserData: { level: 'list', names: [each('instance', one('InstanceId'))] },
    DescribeCloudAssistantStatus: { level: 'list', names: [eachInstance] },
    InstallCloudAssistant: onInstances,
    DescribeTags: { level: 'list', names: [typed] },
    ListTagsForResources: { level: 'list', names: [typed] },
    RunInstances: {
      level: 'write',
      // The action knows names only: an id beside one must not decide.
      names: [any('instance'), { rule: 'keyPair', name: one('KeyPairName'), isOptional: true }],
      tagsFrom: 'Tags',
    },
    StartInstance: onInstance,
    StartInstances: onInstances,
    StopInstance: onInstance,
    StopInstances: onInstances,
    RebootInstance: onInstance,
    RebootInstances: onInstances,
    DeleteInstance: onInstance,
    DeleteInstances: onInstances,
    ModifyInstanceAttribute: onInstance,
    ReplaceSystemVolume: {
      level: 'write',
      // The page names the instance alone; the pair is bound too, so it is judged as in RunInstances.
      names: [
        each('instance', one('InstanceId')),
        { rule: 'keyPair', name: one('KeyPairName'), isOptional: true },
      ],
    },
    CreateTags: tagging,
    DeleteTags: untagging,
    TagResources: tagging,
    UntagResources: untagging,
    DescribeRegions: lists,
    DescribeZones: lists,
    DescribeAvailableResource: lists,
    DescribeImages: lists,
    DescribeInstanceTypes: lists,
    DescribeTasks: lists,
  },
}
