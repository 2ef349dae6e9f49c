import type { InstanceState } from '../../../core/instances/instance.ts'

/** Types that a seed file may give, beside what ImportKeyPair takes: a test may have no RSA key at hand. */
export const SEEDED_KEY_TYPES: ReadonlySet<string> = new Set([
  'ssh-rsa',
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
])

/** The action that keeps a seeded instance busy; `creates` is the one that makes instances. */
export function heldActionOf(creates: string): (state: InstanceState) => string {
  const actions: Partial<Record<InstanceState, string>> = {
    pending: creates,
    starting: 'StartInstances',
    stopping: 'StopInstances',
    rebooting: 'RebootInstances',
    terminating: 'TerminateInstances',
    'entering-rescue': 'EnterRescueMode',
    'exiting-rescue': 'ExitRescueMode',
  }
  // Busy at rest it is shown as being reinstalled.
  return (state) => actions[state] ?? 'ResetInstance'
}
