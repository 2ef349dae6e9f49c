import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'
import type { Instance } from '../instances/instance.ts'
import { type BindRequest, type BindResult, changeBindings } from './bind.ts'
import type { BindingRules } from './rules.ts'

interface LimitRequest extends BindRequest {
  readonly expiresAtMs: number
  /** Id of a pair that takes their place: an end is given only where it is in force. */
  readonly beside?: string
}

/**
 * Gives key pairs that are bound for good an end there. An end that one has already stays, and what is not bound is not
 * bound by it. The end is a new version of the desired access, which an operation brings to the machine. Faults: those of
 * `bindKeyPairs`; of an instance where `beside` is not in force, keyPairNotBound or instanceBusy.
 */
export function limitKeyPairs(
  core: Core,
  call: Call,
  rules: BindingRules,
  request: LimitRequest,
): Promise<BindResult> {
  return changeBindings(
    core,
    call,
    { rules, request, verb: 'limited' },
    (instance, _keyPairs, hasOtherEnd) => {
      if (request.beside !== undefined) refuseWithout(instance, request.beside)
      return hasOtherEnd ? {} : undefined
    },
  )
}

/** Who asked has seen the other pair in force, but that was before this instant. */
function refuseWithout({ id, state, ...instance }: Instance, keyPair: string): void {
  if (!instance.keyPairIds.includes(keyPair)) throw new Fault('keyPairNotBound', { keyPair, instanceId: id })
  if (instance.appliedVersion !== instance.desiredVersion)
    throw new Fault('instanceBusy', { id, state, isSameAction: false })
}
