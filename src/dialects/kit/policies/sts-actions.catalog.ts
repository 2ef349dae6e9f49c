import { type AccessTable, type ActionAccess, named, one } from './access-table.ts'

/** Source: spec/policies.md §2, row "sts:GetCallerIdentity"; the same of the other clouds is inferred. */
const asksWhoItIs: ActionAccess = { level: 'get', names: 'unjudged' }

/** Actions of Alibaba STS; the role is named as in examples of RAM's documentation. */
export const ALIBABA_STS_ACTIONS: AccessTable = {
  service: 'sts',
  language: 'ram',
  actions: {
    AssumeRole: { level: 'create', names: [named('ram', 'role', one('RoleArn'))] },
    GetCallerIdentity: asksWhoItIs,
  },
}

/** Actions of Tencent STS. Unverified: the role is named as the caller names it. */
export const TENCENT_STS_ACTIONS: AccessTable = {
  service: 'sts',
  language: 'cam',
  actions: {
    AssumeRole: { level: 'write', names: [named('cam', 'roleName', one('RoleArn'))] },
    GetCallerIdentity: asksWhoItIs,
  },
}

/** Actions of Volcengine STS. Unverified: the role is named as the caller names it. */
export const VOLCENGINE_STS_ACTIONS: AccessTable = {
  service: 'sts',
  language: 'iam',
  actions: {
    AssumeRole: { level: 'write', names: [named('iam', 'role', one('RoleTrn'))] },
    GetCallerIdentity: asksWhoItIs,
  },
}
