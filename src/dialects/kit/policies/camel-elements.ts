import type { Statement } from '../../../core/policies/policy.ts'
import { type Element, jsonOf, LONGEST_DOCUMENT, refuse } from './document.ts'

/** RAM and IAM count the same way. Source: spec/policies.md §1.2, §1.3. */
export function checkJsonLength(root: Element): void {
  if (jsonOf(root).length <= LONGEST_DOCUMENT) return
  refuse(root, `The document is longer than ${LONGEST_DOCUMENT} characters.`)
}

/** A member that must be there. */
export function member(parent: Element, members: ReadonlyMap<string, Element>, name: string): Element {
  return members.get(name) ?? refuse(parent, `The element "${name}" is missing.`)
}

export function readEffect(element: Element): Statement['effect'] {
  const { value } = element
  if (value === 'Allow') return 'allow'
  return value === 'Deny' ? 'deny' : refuse(element, 'The effect must be "Allow" or "Deny".')
}
