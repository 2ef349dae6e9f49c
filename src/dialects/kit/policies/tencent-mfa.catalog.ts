/** Refusals of a call that needs a second factor. Source: spec/policies.md §4. */
export type MfaCode = 'UnauthorizedOperation.MFANotFound' | 'UnauthorizedOperation.MFAExpired'

const NOT_FOUND: MfaCode = 'UnauthorizedOperation.MFANotFound'
const EXPIRED: MfaCode = 'UnauthorizedOperation.MFAExpired'

/** Of the codes, those that the documentation lists for the action. */
interface MfaCodes {
  readonly absent: MfaCode
  readonly stale: MfaCode
}

const both: MfaCodes = { absent: NOT_FOUND, stale: EXPIRED }
const notFoundOnly: MfaCodes = { absent: NOT_FOUND, stale: NOT_FOUND }

/**
 * Actions that an account may put into `requireMfa`: only their lists carry the codes. One name covers both
 * services, each as far as its list has it. Source: spec/policies.md §4, rows "Allowed names".
 */
export const MFA_ACTIONS: Readonly<Record<'cvm' | 'lighthouse', ReadonlyMap<string, MfaCodes>>> = {
  cvm: new Map([
    ['AssociateInstancesKeyPairs', both],
    ['StopInstances', both],
    ['RebootInstances', both],
    ['TerminateInstances', both],
    ['ResetInstancesPassword', both],
    ['ResetInstance', both],
    ['ModifyInstancesAttribute', notFoundOnly],
  ]),
  lighthouse: new Map([
    ['AssociateInstancesKeyPairs', both],
    ['ResetInstancesPassword', both],
    ['ResetInstance', notFoundOnly],
  ]),
}
