import type { BindingRules } from '../../core/bindings/rules.ts'
import type { Core } from '../../core/core.ts'
import type { AdmissionRules } from '../../core/instances/admit.ts'
import type { Instance, InstanceState } from '../../core/instances/instance.ts'
import type { PasswordRules } from '../../core/instances/reset-password.ts'
import type { KeyPairRules } from '../../core/key-pairs/key-pair.ts'
import type { RemovalRules } from '../../core/key-pairs/remove.ts'

/** AttachKeyPair. Source: spec/alibaba.md §3.1, steps 5–8. */
export const attachRules: BindingRules = {
  mode: 'perInstance',
  unknown: 'refusesCall',
  allRefused: 'refusesCall',
  isRegional: true,
  checks: ['linux', 'ioOptimized', 'state', 'free'],
  allowedStates: ['running', 'stopped'],
  isAccountWide: false,
  takesEffect: 'atNextBoot',
  secondBind: 'replace',
  unbind: { whenNoneIsBound: 'refused', whenOthersAreBound: 'refused' },
}

/** DetachKeyPair: answered even when every instance was refused. Source: spec/alibaba.md §3.1, last paragraph. */
export const detachRules: BindingRules = { ...attachRules, allRefused: 'answers' }

/** Source: spec/alibaba.md §2.2, §2.3, §3.3; ed25519 cannot be imported, see §5 U12. */
export function keyPairRules(world: { readonly core: Pick<Core, 'ids'> }): KeyPairRules {
  return {
    newId: () => `ssh-bp6${world.core.ids.suffix(17)}`,
    isAccountWide: false,
    limit: 500,
    isKeyUnique: false,
    importTypes: new Set([
      'ssh-rsa',
      'ssh-dss',
      'ecdsa-sha2-nistp256',
      'ecdsa-sha2-nistp384',
      'ecdsa-sha2-nistp521',
    ]),
  }
}

/** DeleteKeyPairs. Source: spec/alibaba.md §2.5; both choices are unverified, see §5 U7. */
export const removalRules: RemovalRules = { isAccountWide: false, mode: 'allOrNothing', unknown: 'ignored' }

/** One instance by its id alone: the calls carry no region. Source: spec/alibaba.md §1.2. */
export function singleRules(allowedStates: readonly InstanceState[]): AdmissionRules {
  return {
    mode: 'allOrNothing',
    unknown: 'refusesCall',
    allRefused: 'refusesCall',
    isRegional: false,
    checks: ['state', 'free'],
    allowedStates,
  }
}

/** `AllTogether` or `SuccessFirst`. Source: spec/alibaba.md §2.10. */
export function batchRules(
  optimization: 'AllTogether' | 'SuccessFirst',
  allowedStates: readonly InstanceState[],
): AdmissionRules {
  const isEach = optimization === 'SuccessFirst'
  return {
    mode: isEach ? 'perInstance' : 'allOrNothing',
    unknown: isEach ? 'refusesInstance' : 'refusesCall',
    allRefused: 'answers',
    isRegional: true,
    checks: ['state', 'free'],
    allowedStates,
  }
}

/** States an instance can be started, stopped, rebooted or deleted in. Source: spec/alibaba.md §2.10. */
export const ALLOWED = {
  start: ['stopped'],
  stop: ['running'],
  reboot: ['running'],
  // An instance that could not be made, was taken out of use or is locked for security can only be deleted. Source of the
  // last: help page "API behavior when an instance is locked for security reasons".
  delete: ['stopped', 'shutdown', 'corrupted', 'banned'],
  forcedDelete: ['running', 'stopped', 'shutdown', 'corrupted', 'banned'],
} as const satisfies Record<string, readonly InstanceState[]>

/** ModifyInstanceAttribute.Password. Source: spec/alibaba.md §2.10. */
export const passwordRules: PasswordRules = {
  ...singleRules(['running', 'stopped']),
  takesEffect: 'atNextBoot',
  besideKeyPair: 'waits',
}

/** The deletion protection of an instance is what RunInstances and ModifyInstanceAttribute stored. */
export function isProtected({ attributes }: Instance): boolean {
  return attributes['DeletionProtection'] === true
}
