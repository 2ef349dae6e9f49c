/** A call is let in as a whole or not at all, in its own region. Source: spec/tencent.md §3.1 row 7, §3.2. */
export const AS_A_WHOLE = {
  mode: 'allOrNothing',
  unknown: 'refusesCall',
  allRefused: 'refusesCall',
  isRegional: true,
} as const

/** What key pairs of both services have in common. Source: spec/tencent.md §1.11, §2.1. */
export const KEY_PAIRS = {
  isKeyUnique: true,
  isIdComment: true,
  importTypes: new Set(['ssh-rsa']),
} as const
