import type { RamDenial } from '../kit/policies/denials.ts'
import type { WireError } from '../kit/wire-error.ts'
import { gatewayErrors } from './errors.ts'

/** The refusal of a user whom no policy lets through; clients need an object in it. Source: spec/policies.md §3. */
export function forbiddenByRam(denial: RamDenial): WireError {
  return {
    ...gatewayErrors.forbidden,
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
