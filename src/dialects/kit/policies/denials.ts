import type { Principal } from '../../../core/policies/access-request.ts'
import type { Denial } from '../../../core/policies/decide.ts'

/** What a refusal of Tencent Cloud is made of; Lighthouse shows the same after its own sentence. */
export interface CamDenial {
  readonly code:
    'UnauthorizedOperation' | 'UnauthorizedOperation.PermissionDenied' | 'UnauthorizedOperation.NoPermission'
  /** `cvm:AssociateInstancesKeyPairs`. */
  readonly operation: string
  /** The whole name, `*` for an operation without one. */
  readonly resource: string
}

/** What a refusal of Alibaba Cloud is made of; the resource is never named. */
export interface RamDenial {
  /** `ecs:AttachKeyPair`. */
  readonly authAction: string
  readonly authPrincipalType: 'SubUser' | 'AssumedRoleUser' | 'Account'
  /** Id of the account. */
  readonly authPrincipalOwnerId: string
  /** Id of the user; of a session `<role>:<session>`. */
  readonly authPrincipalDisplayName: string
  readonly noPermissionType: 'ExplicitDeny' | 'ImplicitDeny'
  readonly policyType: 'AccountLevelIdentityBasedPolicy' | 'SessionPolicy'
}

/** What a refusal of Volcengine is made of. */
export interface IamDenial {
  /** `ecs:AttachKeyPair`. */
  readonly action: string
  readonly resource: string
}

/** What the audit row keeps of a refusal; none of it but the resource is told to the caller. */
export interface DenialRecord {
  readonly decision: 'implicitDeny' | 'explicitDeny'
  readonly resource: string
  readonly policyId?: string
  readonly statementIndex?: number
}

/** Source: spec/policies.md §3, rows "CVM" and "Lighthouse"; §6 item 9. */
export function camDenial(action: string, { resource }: Denial): CamDenial {
  return { code: camCodeOf(action), operation: action, resource: resource.text }
}

/** Source: spec/policies.md §3, row "Alibaba". */
export function ramDenial(action: string, principal: Principal, { outcome, layer }: Denial): RamDenial {
  return {
    authAction: action,
    ...ramPrincipal(principal),
    authPrincipalOwnerId: principal.account,
    noPermissionType: outcome === 'explicitDeny' ? 'ExplicitDeny' : 'ImplicitDeny',
    policyType: layer === 'session' ? 'SessionPolicy' : 'AccountLevelIdentityBasedPolicy',
  }
}

/** Source: spec/policies.md §3, row "Volcengine". */
export function iamDenial(action: string, { resource }: Denial): IamDenial {
  return { action, resource: resource.text }
}

/** Source: spec/policies.md §3, last paragraph. */
export function denialRecord(denial: Denial): DenialRecord {
  const { outcome: decision, resource } = denial
  const record = { decision, resource: resource.text }
  if (denial.outcome === 'implicitDeny') return record
  return { ...record, policyId: denial.policyId, statementIndex: denial.statementIndex }
}

function camCodeOf(action: string): CamDenial['code'] {
  if (action.startsWith('lighthouse:')) return 'UnauthorizedOperation.NoPermission'
  return action === 'cvm:DescribeImages' ? 'UnauthorizedOperation.PermissionDenied' : 'UnauthorizedOperation'
}

function ramPrincipal(
  principal: Principal,
): Pick<RamDenial, 'authPrincipalType' | 'authPrincipalDisplayName'> {
  switch (principal.kind) {
    case 'account':
      return { authPrincipalType: 'Account', authPrincipalDisplayName: principal.account }
    case 'user':
      return { authPrincipalType: 'SubUser', authPrincipalDisplayName: principal.id }
    case 'role':
      return {
        authPrincipalType: 'AssumedRoleUser',
        authPrincipalDisplayName: `${principal.name}:${principal.session}`,
      }
  }
}
