import type { Call } from '../../core/call.ts'
import type { JsonObject } from './xml.ts'

/** What a denied caller is told; clients need an object here. Source: spec/alibaba.md §1.8, §3.6. */
export function accessDeniedDetail({ action, account, user }: Call): JsonObject {
  return {
    AuthAction: `ecs:${action}`,
    AuthPrincipalType: 'SubUser',
    AuthPrincipalOwnerId: account,
    AuthPrincipalDisplayName: user,
    NoPermissionType: 'ImplicitDeny',
    PolicyType: 'AccountLevelIdentityBasedPolicy',
    EncodedDiagnosticMessage: '',
  }
}
