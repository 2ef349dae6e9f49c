import type { BindingRules } from '../../core/bindings/rules.ts'
import type { Ids } from '../../core/ids.ts'
import type { AdmissionRules } from '../../core/instances/admit.ts'
import type { InstanceCheck } from '../../core/instances/checks.ts'
import { INSTANCE_STATES, type InstanceState } from '../../core/instances/instance.ts'
import type { ReinstallRules } from '../../core/instances/reinstall.ts'
import type { PasswordRules } from '../../core/instances/reset-password.ts'
import type { KeyPairRules } from '../../core/key-pairs/key-pair.ts'
import type { RemovalRules } from '../../core/key-pairs/remove.ts'
import { AS_A_WHOLE, KEY_PAIRS } from '../kit/tencent/common-rules.ts'

/** Ids as documented: eight lower-case letters or digits. Source: spec/tencent.md §2.1. */
export const INSTANCE_ID = /^lhins-[0-9a-z]{8}$/
export const KEY_PAIR_ID = /^lhkp-[0-9a-z]{8}$/

/** Key pairs belong to a region; ten per region and account. Source: spec/tencent.md §1.11, §2.1. */
export function keyPairRules(ids: Ids): KeyPairRules {
  return {
    newId: () => `lhkp-${ids.suffix(8)}`,
    isAccountWide: false,
    limit: 10,
    ...KEY_PAIRS,
  }
}

/** Either all pairs go or none. Source: spec/tencent.md §2.5, §5 (2). */
export const REMOVAL_RULES: RemovalRules = { isAccountWide: false, mode: 'allOrNothing', unknown: 'refused' }

/** What cannot be reached or operated is refused at once, as the lists of codes have it. Source: appendix B. */
const LOOKING = { ...AS_A_WHOLE, looksAtMachine: true } as const

/** Running instances are stopped for it, stopped ones are not. Source: seed 003, spec/tencent.md §2.5. */
const AT_REST: readonly InstanceState[] = ['running', 'stopped']

export const BIND_RULES: BindingRules = bindingRules(['supported', 'linux', 'state', 'free'])

/**
 * Without a check of the system: no Windows instance has a key pair, so it is refused as not bound, as the
 * documented list of codes has it. Source: seed 003.
 */
export const UNBIND_RULES: BindingRules = bindingRules(['supported', 'state', 'free'])

function bindingRules(checks: readonly InstanceCheck[]): BindingRules {
  return {
    ...LOOKING,
    checks,
    allowedStates: AT_REST,
    isAccountWide: false,
    takesEffect: 'atOnce',
    secondBind: 'replace',
    unbind: { whenNoneIsBound: 'refused', whenOthersAreBound: 'refused' },
  }
}

/** Keys stay bound and stay the only way in. Source: spec/tencent.md §2.5, §5 (16). */
export const PASSWORD_RULES: PasswordRules = {
  ...powerRules(AT_REST),
  takesEffect: 'atOnce',
  besideKeyPair: 'waits',
}

/** The switched-off machine gets a new disk and starts. Source: spec/tencent.md §2.5. */
export const RESET_RULES: ReinstallRules = {
  ...powerRules(AT_REST),
  // A machine that does not answer may be what the call is for.
  looksAtMachine: false,
  isAccountWide: false,
  shows: { rebuilding: 'stopped', starting: 'starting' },
}

/**
 * Any state at rest; the list of codes refuses instances that are being created or busy. Nothing is asked of the machine.
 * Source: spec/tencent.md §2.5, appendix B.
 */
export const MODIFY_RULES: AdmissionRules = {
  ...LOOKING,
  checks: ['state', 'free'],
  allowedStates: INSTANCE_STATES.filter((state) => state !== 'pending'),
  looksAtMachine: false,
}

/** States in which an instance may be switched. Source: spec/tencent.md §2.5. */
export const START_RULES = powerRules(['stopped'])
export const STOP_RULES = powerRules(['running'])
export const REBOOT_RULES = powerRules(['running'])
/** A machine that is given up may be broken. */
export const ISOLATE_RULES = { ...powerRules(AT_REST), looksAtMachine: false }
export const TERMINATE_RULES = { ...powerRules(['shutdown']), looksAtMachine: false }

function powerRules(allowedStates: readonly InstanceState[]): AdmissionRules {
  return { ...LOOKING, checks: ['supported', 'state', 'free'], allowedStates }
}
