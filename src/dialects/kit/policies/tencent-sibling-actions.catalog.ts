import { type AccessTable, type ActionAccess, one, wholeNames } from './access-table.ts'

const reads: ActionAccess = { level: 'read', names: 'operation' }
const lists: ActionAccess = { level: 'list', names: 'operation' }

/**
 * Actions of the tag service. Unverified: reading is judged as an operation, as no page lists its resources; writing by
 * the resource that is named, so that who may not touch it may not tag it either.
 */
export const TENCENT_TAG_ACTIONS: AccessTable = {
  service: 'tag',
  language: 'cam',
  actions: {
    DescribeResourceTagsByResourceIds: reads,
    ModifyResourceTags: { level: 'write', names: [wholeNames(one('Resource'))] },
  },
}

/** Actions of VPC. Unverified: judged as an operation, as above. */
export const TENCENT_VPC_ACTIONS: AccessTable = {
  service: 'vpc',
  language: 'cam',
  actions: {
    DescribeUsedIpAddress: reads,
    DescribeVpcs: lists,
    DescribeSubnets: lists,
    DescribeSecurityGroups: lists,
    DescribeSecurityGroupAssociationStatistics: reads,
    DescribeSecurityGroupPolicies: reads,
  },
}

/** Actions of the disk service. Unverified, as above. */
export const TENCENT_CBS_ACTIONS: AccessTable = {
  service: 'cbs',
  language: 'cam',
  actions: { DescribeDisks: lists },
}

/** Actions of the directory of regions and zones. Unverified, as above. */
export const TENCENT_API_ACTIONS: AccessTable = {
  service: 'api',
  language: 'cam',
  actions: { DescribeZones: lists },
}

/** Actions of access management. Unverified: judged as operations, as above. */
export const TENCENT_CAM_ACTIONS: AccessTable = {
  service: 'cam',
  language: 'cam',
  actions: { DescribeSubAccounts: lists, GetUserAppId: reads },
}
