import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import { Fault } from '../fault.ts'
import type { AccessChange } from '../instances/change-access.ts'
import type { Instance } from '../instances/instance.ts'
import type { KeyPair } from '../key-pairs/key-pair.ts'
import { type BindRequest, type BindResult, changeBindings } from './bind.ts'
import type { BindingRules, UnbindRules } from './rules.ts'

/**
 * Unbinds key pairs from instances. When the last one goes, a password that was ever set works again; without one
 * nobody can log in until one is set. Faults: keyPairNotFound, those of `admit`, keyPairNotBound.
 */
export function unbindKeyPairs(
  core: Core,
  call: Call,
  rules: BindingRules,
  request: BindRequest,
): Promise<BindResult> {
  return changeBindings(core, call, { rules, request, verb: 'unbound' }, (instance, keyPairs) => {
    checkBound(instance, keyPairs, rules.unbind)
    return withoutKeyPairs(instance, keyPairs)
  })
}

function checkBound(instance: Instance, keyPairs: readonly KeyPair[], rules: UnbindRules): void {
  const stranger = keyPairs.find(({ id }) => !instance.keyPairIds.includes(id))
  const rule = instance.keyPairIds.length === 0 ? rules.whenNoneIsBound : rules.whenOthersAreBound
  if (stranger && rule === 'refused') {
    throw new Fault('keyPairNotBound', { keyPair: stranger.id, instanceId: instance.id })
  }
}

/** Undefined when nothing would change. */
function withoutKeyPairs(instance: Instance, keyPairs: readonly KeyPair[]): AccessChange | undefined {
  const removed = new Set(keyPairs.map(({ id }) => id))
  const keyPairIds = instance.keyPairIds.filter((id) => !removed.has(id))
  if (keyPairIds.length === instance.keyPairIds.length) return undefined
  const isLast = keyPairIds.length === 0
  return {
    keyPairIds,
    allowsPassword: isLast ? instance.passwordHash !== undefined : instance.allowsPassword,
  }
}
