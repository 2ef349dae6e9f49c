import type { AccessTable, ActionAccess } from './access-table.ts'

const reads: ActionAccess = { level: 'read', names: 'operation' }

/** Actions of the tag service. Unverified: judged as operations, as no page lists their resources. */
export const TENCENT_TAG_ACTIONS: AccessTable = {
  service: 'tag',
  language: 'cam',
  actions: {
    DescribeResourceTagsByResourceIds: reads,
    ModifyResourceTags: { level: 'write', names: 'operation' },
  },
}

/** Actions of VPC. Unverified, as above. */
export const TENCENT_VPC_ACTIONS: AccessTable = {
  service: 'vpc',
  language: 'cam',
  actions: { DescribeUsedIpAddress: reads },
}

/** Actions of the disk service. Unverified, as above. */
export const TENCENT_CBS_ACTIONS: AccessTable = {
  service: 'cbs',
  language: 'cam',
  actions: { DescribeDisks: { level: 'list', names: 'operation' } },
}
