import type { RamDenial } from '../kit/policies/denials.ts'
import type { WireError } from '../kit/wire-error.ts'
import { gatewayErrors } from './errors.ts'

/** Source: the page of AssumeRole, "Prerequisites", 2024-12. Unverified: status. */
const STS_FORBIDDEN: WireError = {
  status: 403,
  code: 'NoPermission',
  message: 'You are not authorized to do this action. You should be authorized by RAM.',
}

/** The refusal of a user whom no policy lets through; clients need an object in it. Source: spec/policies.md §3. */
export function forbiddenByRam(denial: RamDenial): WireError {
  return {
    ...(denial.authAction.startsWith('sts:') ? STS_FORBIDDEN : gatewayErrors.forbidden),
    detail: {
      AuthAction: denial.authAction,
      AuthPrincipalType: denial.authPrincipalType,
      AuthPrincipalOwnerId: denial.authPrincipalOwnerId,
      AuthPrincipalDisplayName: denial.authPrincipalDisplayName,
      NoPermissionType: denial.noPermissionType,
      PolicyType: denial.policyType,
      // Opaque to everybody; there is nothing to decode.
      EncodedDiagnosticMessage: '',
    },
  }
}
