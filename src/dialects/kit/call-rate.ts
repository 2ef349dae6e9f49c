import type { Call } from '../../core/call.ts'
import type { Excess, Rates } from '../../core/rates/rates.ts'

/** How many calls per second a cloud lets through: data, with its source beside it. */
export interface CallRates {
  /** Whether the users of an account are counted together. */
  readonly countedPer: 'account' | 'user'
  /** By action. */
  readonly perSecond: Readonly<Record<string, number>>
  /** For actions that `perSecond` does not name. */
  readonly otherwise: number
}

/** Counts a call of a known caller, action and region; the excess when it is one too many. */
export function countCall(
  rates: Rates,
  limits: CallRates,
  call: Call,
): Excess | undefined | Promise<Excess | undefined> {
  const { dialect, account, user, region, action } = call
  const who = limits.countedPer === 'account' ? account : `${account} ${user}`
  // Only a user's name may hold blanks; it stands last.
  return rates.take(`${dialect} ${action} ${region} ${who}`, limits.perSecond[action] ?? limits.otherwise)
}
