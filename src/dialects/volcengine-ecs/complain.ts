import type { ParamIssue } from '../kit/params.ts'
import type { WireError } from '../kit/wire-error.ts'
import { ecsErrors, malformed, missing, tooMany } from './errors.ts'

/** The refusal of a parameter: its own where the schema states one. Source: spec/volcengine.md §1.8, last paragraph. */
export function complain({ kind, name, refusal }: ParamIssue): WireError {
  if (refusal) return refusal
  switch (kind) {
    case 'missing':
      return missing(name)
    case 'tooMany':
      return tooMany(name)
    case 'type':
    case 'malformed':
      return malformed(name)
    case 'outOfRange':
    case 'unknown':
      return ecsErrors.invalidArgument
  }
}
