import type { MfaState } from '../accounts/account.ts'

/** What is known about the second factor of a caller. A session not started with MFA counts as `none`. */
export interface MfaStanding {
  readonly state: MfaState
  /** When a code was last checked, milliseconds since the epoch; undefined: never. */
  readonly checkedAtMs: number | undefined
}

/** How long a checked code counts. Source: spec/policies.md §4. */
export const MFA_WINDOW_MS = 30 * 60_000

/**
 * Whether a call that needs a second factor may go on: `absent` without a device, `stale` with a device and no
 * check within the window. A check that has run out leaves the device bound. Source: spec/policies.md §4.
 */
export function judgeMfa(
  { state, checkedAtMs }: MfaStanding,
  nowMs: number,
  windowMs = MFA_WINDOW_MS,
): 'passed' | 'absent' | 'stale' {
  if (state === 'none') return 'absent'
  const isFresh = checkedAtMs !== undefined && nowMs - checkedAtMs < windowMs
  return state === 'verified' && isFresh ? 'passed' : 'stale'
}
