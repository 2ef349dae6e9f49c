import type { BindingRules } from '../../core/bindings/rules.ts'
import type { Core } from '../../core/core.ts'
import type { AdmissionRules } from '../../core/instances/admit.ts'
import { INSTANCE_STATES, type Instance, type InstanceState } from '../../core/instances/instance.ts'
import type { ReinstallRules } from '../../core/instances/reinstall.ts'
import type { PasswordRules } from '../../core/instances/reset-password.ts'
import type { KeyPairRules } from '../../core/key-pairs/key-pair.ts'
import type { RemovalRules } from '../../core/key-pairs/remove.ts'

/** AttachKeyPair and DetachKeyPair. Source: spec/volcengine.md §3.1, §3.2. */
export const bindingRules: BindingRules = {
  mode: 'perInstance',
  unknown: 'refusesInstance',
  allRefused: 'answers',
  isRegional: true,
  checks: ['linux', 'state', 'passwordAgent', 'free'],
  allowedStates: ['running', 'stopped'],
  isAccountWide: false,
  takesEffect: 'atNextBoot',
  secondBind: 'replace',
  unbind: { whenNoneIsBound: 'ignored', whenOthersAreBound: 'refused' },
}

/** Pairs belong to a region; 500 each. Source: spec/volcengine.md §2.1, §2.2, §3.3, §3.4. */
export function keyPairRules(owner: { readonly core: Pick<Core, 'ids'> }): KeyPairRules {
  return {
    // Not before it is called: dialects are also made only to be listed.
    newId: () => `kp-${owner.core.ids.suffix(20)}`,
    isAccountWide: false,
    limit: 500,
    isKeyUnique: false,
    importTypes: new Set([
      ...['ssh-rsa', 'ssh-ed25519'],
      ...['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
    ]),
  }
}

/** DeleteKeyPairs. Source: spec/volcengine.md §2.5. */
export const removalRules: RemovalRules = { isAccountWide: false, mode: 'perKeyPair', unknown: 'refused' }

/** States an instance can be started, stopped, rebooted or deleted in. Source: spec/volcengine.md §2.10. */
const ALLOWED = {
  start: ['stopped'],
  stop: ['running'],
  reboot: ['running'],
  // What could not be made can only be deleted.
  terminate: ['running', 'stopped', 'shutdown', 'corrupted'],
} as const satisfies Record<string, readonly InstanceState[]>

export type PowerVerb = keyof typeof ALLOWED

/** `*Instances`: each for itself. `*Instance`: the same with one id, refused as a whole. Source: §1.13, §2.10. */
export function powerRules(verb: PowerVerb, kind: 'single' | 'batch'): AdmissionRules {
  const isSingle = kind === 'single'
  return {
    mode: isSingle ? 'allOrNothing' : 'perInstance',
    unknown: isSingle ? 'refusesCall' : 'refusesInstance',
    allRefused: isSingle ? 'refusesCall' : 'answers',
    isRegional: true,
    checks: ['state', 'free'],
    allowedStates: ALLOWED[verb],
  }
}

/**
 * ModifyInstanceAttribute with Password, which works beside a bound pair, or with Hostname, which needs the same.
 * Source: spec/volcengine.md §2.11.
 */
export const passwordRules: PasswordRules = {
  ...powerRules('reboot', 'single'),
  checks: ['state', 'passwordAgent', 'free'],
  allowedStates: ['running', 'stopped'],
  takesEffect: 'atNextBoot',
  besideKeyPair: 'works',
}

/** ModifyInstanceAttribute otherwise: nothing happens on the machine. */
export const descriptionRules: AdmissionRules = {
  ...powerRules('reboot', 'single'),
  checks: [],
  allowedStates: INSTANCE_STATES,
}

/** ReplaceSystemVolume: it is rebuilding until it runs. Source: spec/volcengine.md §2.12. */
export const reinstallRules: ReinstallRules = {
  ...powerRules('start', 'single'),
  isAccountWide: false,
  shows: { rebuilding: 'rebuilding', starting: 'rebuilding' },
}

/** InstallCloudAssistant: the agent is put into a running system. Source: spec/volcengine.md §2.13. */
export const agentRules: AdmissionRules = { ...powerRules('reboot', 'batch'), allowedStates: ['running'] }

/** The deletion protection of an instance is what RunInstances and ModifyInstanceAttribute stored. */
export function isProtected({ attributes }: Instance): boolean {
  return attributes['DeletionProtection'] === true
}
