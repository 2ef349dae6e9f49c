import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import { type BindRequest, type BindResult, changeBindings } from './bind.ts'
import type { BindingRules } from './rules.ts'

/**
 * Gives key pairs that are bound for good an end there. An end that one has already stays, and what is not bound is not
 * bound by it. The end is a new version of the desired access, which an operation brings to the machine. Faults: those of
 * `bindKeyPairs`.
 */
export function limitKeyPairs(
  core: Core,
  call: Call,
  rules: BindingRules,
  request: BindRequest & { readonly expiresAtMs: number },
): Promise<BindResult> {
  return changeBindings(
    core,
    call,
    { rules, request, verb: 'limited' },
    (_instance, _keyPairs, hasOtherEnd) => (hasOtherEnd ? {} : undefined),
  )
}
