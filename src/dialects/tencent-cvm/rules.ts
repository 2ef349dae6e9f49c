import type { BindingRules } from '../../core/bindings/rules.ts'
import { Fault } from '../../core/fault.ts'
import type { AdmissionRules } from '../../core/instances/admit.ts'
import type { InstanceCheck } from '../../core/instances/checks.ts'
import type { InstanceState } from '../../core/instances/instance.ts'
import type { ReinstallRules } from '../../core/instances/reinstall.ts'
import type { PasswordRules } from '../../core/instances/reset-password.ts'
import type { Ids } from '../../core/ids.ts'
import type { KeyPairRules } from '../../core/key-pairs/key-pair.ts'
import type { RemovalRules } from '../../core/key-pairs/remove.ts'
import { AS_A_WHOLE, KEY_PAIRS } from '../kit/tencent/common-rules.ts'
import { attributesOf } from './attributes.ts'

/** Ids as documented: eight lower-case letters or digits. Source: spec/tencent.md §2.1. */
export const INSTANCE_ID = /^ins-[0-9a-z]{8}$/
export const KEY_PAIR_ID = /^skey-[0-9a-z]{8}$/

/** Key pairs are shared by all regions; 100 per account. Source: spec/tencent.md §1.11, §2.1. */
export function keyPairRules(ids: Ids): KeyPairRules {
  return {
    newId: () => `skey-${ids.suffix(8)}`,
    isAccountWide: true,
    limit: 100,
    ...KEY_PAIRS,
  }
}

/** Either all pairs go or none. Source: spec/tencent.md §2.4 DeleteKeyPairs. */
export const REMOVAL_RULES: RemovalRules = { isAccountWide: true, mode: 'allOrNothing', unknown: 'refused' }

/** OS, then state, then operation in progress. Source: spec/tencent.md §1.8. */
const ACCESS_CHECKS: readonly InstanceCheck[] = ['supported', 'linux', 'state', 'charged', 'free']

/** Binding and unbinding: only a stopped instance, or a running one that may be stopped. Source: design.md §5. */
export function bindingRules(isForced: boolean): BindingRules {
  return {
    ...AS_A_WHOLE,
    checks: ACCESS_CHECKS,
    allowedStates: isForced ? ['stopped', 'running'] : ['stopped'],
    isAccountWide: true,
    takesEffect: 'atOnce',
    secondBind: 'replace',
    // No code exists for it: it succeeds. Source: spec/tencent.md §3.1 row 13, §5 (3).
    unbind: { whenNoneIsBound: 'ignored', whenOthersAreBound: 'ignored' },
  }
}

/** Like binding, but for every system; keys stay bound and stay the only way in. Source: spec/tencent.md §2.4. */
export function passwordRules(isForced: boolean): PasswordRules {
  return {
    ...AS_A_WHOLE,
    checks: ['supported', 'state', 'charged', 'free'],
    allowedStates: isForced ? ['stopped', 'running'] : ['stopped'],
    takesEffect: 'atOnce',
    besideKeyPair: 'waits',
  }
}

/** States in which an instance may be switched. Source: spec/tencent.md §2.4, §3.3. */
export const START_RULES = powerRules(['stopped'])
export const STOP_RULES = powerRules(['running'])
export const REBOOT_RULES = powerRules(['running'])
export const TERMINATE_RULES: AdmissionRules = {
  ...powerRules(['running', 'stopped', 'shutdown', 'rescue', 'corrupted']),
  obstacle: (instance) =>
    attributesOf(instance).DisableApiTermination
      ? new Fault('instanceProtected', { id: instance.id })
      : undefined,
}

/** Source: spec/tencent.md §2.4 ResetInstance, §3.3 column RI. */
export const REINSTALL_RULES: ReinstallRules = {
  ...AS_A_WHOLE,
  checks: ['supported', 'state', 'charged', 'free'],
  allowedStates: ['running', 'stopped'],
  isAccountWide: true,
  shows: { rebuilding: 'stopped', starting: 'starting' },
}

/** Source: spec/tencent.md §2.4 EnterRescueMode, §3.3 columns ER, XR. */
export const ENTER_RESCUE_RULES: AdmissionRules = {
  ...powerRules(['running', 'stopped']),
  checks: ['supported', 'state', 'charged', 'free'],
}
export const EXIT_RESCUE_RULES = powerRules(['rescue'])

/** Source: spec/tencent.md §3.3 column MA. */
export const MODIFY_RULES = powerRules(['running', 'stopped', 'banned', 'corrupted'])

function powerRules(allowedStates: readonly InstanceState[]): AdmissionRules {
  return { ...AS_A_WHOLE, checks: ['supported', 'state', 'free'], allowedStates }
}
