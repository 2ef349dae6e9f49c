import type { IssueKind, ParamIssue } from '../kit/params.ts'
import type { WireError } from '../kit/wire-error.ts'
import { invalidParameter, missingParameter } from './errors.ts'

/** Which of several wrong parameters is complained about. Source: spec/alibaba.md §1.6 step 11, §3.1. */
export const COMPLAINT_ORDER: readonly IssueKind[] = [
  'missing',
  'type',
  'malformed',
  'tooMany',
  'outOfRange',
  'unknown',
]

/** The refusal of a parameter: its own where the schema states one. Source: spec/alibaba.md §1.9. */
export function complain({ kind, name, path, refusal }: ParamIssue): WireError {
  if (refusal) return refusal
  return kind === 'missing' ? missingParameter(name) : invalidParameter(wirePath(path))
}

/** Lists count from 1 on the wire: `Tag.0.Key` is `Tag.1.Key` there. */
function wirePath(path: string): string {
  return path.replace(/(?<=\.)\d+(?=\.|$)/g, (index) => String(Number(index) + 1))
}
