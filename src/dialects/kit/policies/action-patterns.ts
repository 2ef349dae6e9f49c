import { compileGlob, type Glob, matchesGlob, type Wildcards } from '../../../core/policies/glob.ts'
import { type PolicyWarning, refuse, type TextElement } from './document.ts'

/** An action pattern as its document has it: `*`, or a service and what follows the colon. */
export interface ActionPattern {
  readonly element: TextElement
  /** Undefined for a bare `*`. */
  readonly service: string | undefined
  readonly glob: Glob
}

/** `*` or `<service>:<Action>` with wildcards in both parts. */
export function readActionPattern(element: TextElement): ActionPattern {
  const { value } = element
  const [, service] = /^([^\s:]+):[^\s:]+$/.exec(value) ?? []
  if (value !== '*' && service === undefined) refuse(element, 'An action is "*" or "<service>:<Action>".')
  return { element, service: service?.toLowerCase(), glob: actionGlob(value, '*?') }
}

/** Actions are compared without case. */
export function actionGlob(pattern: string, wildcards: Wildcards): Glob {
  return compileGlob(pattern.toLowerCase(), wildcards)
}

/** A real document names products that this server has not; a slip of the pen looks the same. */
export function warnOfUnknown(
  patterns: readonly ActionPattern[],
  knownActions: readonly string[],
  warnings: PolicyWarning[],
): void {
  for (const { element, glob } of patterns) {
    if (knownActions.some((action) => matchesGlob(glob, action.toLowerCase()))) continue
    warnings.push({ path: element.path, message: `No action here is called "${element.value}".` })
  }
}
