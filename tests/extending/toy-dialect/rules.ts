import type { BindingRules } from '../../../src/core/bindings/rules.ts'
import type { Core } from '../../../src/core/core.ts'
import type { KeyPairRules } from '../../../src/core/key-pairs/key-pair.ts'
import type { CallRates } from '../../../src/dialects/kit/call-rate.ts'

export const INSTANCE_ID = /^toy-[0-9a-z]{6}$/
export const KEY_PAIR_ID = /^key-[0-9a-z]{6}$/

/** AttachKey. */
export const bindingRules: BindingRules = {
  mode: 'allOrNothing',
  unknown: 'refusesCall',
  allRefused: 'refusesCall',
  isRegional: true,
  checks: ['linux', 'state', 'free'],
  allowedStates: ['running', 'stopped'],
  isAccountWide: false,
  takesEffect: 'atOnce',
  secondBind: 'append',
  unbind: { whenNoneIsBound: 'refused', whenOthersAreBound: 'refused' },
}

export function keyPairRules({ core }: { readonly core: Pick<Core, 'ids'> }): KeyPairRules {
  return {
    newId: () => `key-${core.ids.suffix(6)}`,
    isAccountWide: false,
    limit: 10,
    isKeyUnique: true,
    importTypes: new Set(['ssh-ed25519']),
  }
}

export const rates: CallRates = { countedPer: 'user', perSecond: { AttachKey: 5 }, otherwise: 50 }
