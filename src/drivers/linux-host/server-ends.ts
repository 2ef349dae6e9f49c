import type { AccessState } from '../../core/machines/access-state.ts'
import type { Observed } from '../../core/machines/driver.ts'

/** The first OpenSSH that reads an end in UTC; earlier ones ignore the whole line. Source: OpenSSH 9.1 release notes. */
const FIRST = { major: 9, minor: 1 }

/**
 * The access as it can be written for a server that calls itself so in its greeting. Only an OpenSSH that is known to read
 * ends in UTC is told them: any other would lose the key at once, or count in a time zone of its own.
 */
export function withEndsOf(software: string, desired: AccessState): AccessState {
  if (readsEnds(software)) return desired
  const { expiries: _unknownThere, ...rest } = desired
  return rest
}

/** What is observed of a server that calls itself so, see `knowsNoEnds` of `Observed`. */
export function endsOf(software: string): Pick<Observed, 'knowsNoEnds'> {
  return readsEnds(software) ? {} : { knowsNoEnds: true }
}

function readsEnds(software: string): boolean {
  const [, major = 0, minor = 0] = (/^OpenSSH_(\d+)\.(\d+)/.exec(software) ?? []).map(Number)
  return major > FIRST.major || (major === FIRST.major && minor >= FIRST.minor)
}
