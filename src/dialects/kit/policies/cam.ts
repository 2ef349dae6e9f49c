import type { Policy, Statement } from '../../../core/policies/policy.ts'
import { type ActionPattern, actionGlob, warnOfUnknown } from './action-patterns.ts'
import { camConditions } from './cam-conditions.ts'
import { readCamResource } from './cam-resource.ts'
import { readConditions } from './conditions.ts'
import {
  type Element,
  jsonOf,
  knowOnly,
  listOf,
  LONGEST_DOCUMENT,
  membersOf,
  type PolicyOwner,
  type PolicyReading,
  type PolicyWarning,
  readDocument,
  refuse,
  type TextElement,
  textsOf,
} from './document.ts'
import { CVM_ACTIONS } from './cvm-actions.catalog.ts'
import { LIGHTHOUSE_ACTIONS } from './lighthouse-actions.catalog.ts'
import { qualifiedActions } from './access-table.ts'
import { TENCENT_STS_ACTIONS } from './sts-actions.catalog.ts'

const KNOWN_ACTIONS = [CVM_ACTIONS, LIGHTHOUSE_ACTIONS, TENCENT_STS_ACTIONS].flatMap(qualifiedActions)

/**
 * Reads a policy document of Tencent CAM, which covers `cvm:` and `lighthouse:` alike. Problems carry the code of
 * the cloud's management API. An unknown service, action or region and an account that is not the owner's only
 * warn: they match nothing.
 *
 * Source: spec/policies.md §1.1.
 */
export function readCamPolicy(document: unknown, owner: PolicyOwner): PolicyReading {
  return readDocument(document, (root, warnings) => {
    checkLength(root)
    const members = camMembers(root, 'PolicyDocumentError')
    knowOnly(members, ['version', 'statement', 'principal'], () => camCode('PolicyDocumentError'))
    refusePrincipal(members)
    checkVersion(root, members.get('version'))
    const statement =
      members.get('statement') ??
      refuse(root, 'The element "statement" is missing.', camCode('StatementError'))
    const statements = listOf(statement, camCode('StatementError')).map((element) =>
      readStatement(element, owner, warnings),
    )
    return { id: owner.policyId, statements } satisfies Policy
  })
}

/** The code as the management API writes it. */
export function camCode(code: string): string {
  return `InvalidParameter.${code}`
}

/** Blanks are not counted. */
function checkLength(root: Element): void {
  const { value } = root
  if (value === undefined || value === null || value === '') {
    refuse(root, 'The document is empty.', camCode('PolicyDocumentEmpty'))
  }
  const length = jsonOf(root, camCode('PolicyDocumentError')).replaceAll(/\s/g, '').length
  if (length <= LONGEST_DOCUMENT) return
  refuse(
    root,
    `The document is longer than ${LONGEST_DOCUMENT} characters.`,
    camCode('PolicyDocumentLengthOverLimit'),
  )
}

/** Element names are compared without case; two that are equal then are refused. */
function camMembers(element: Element, code: string): ReadonlyMap<string, Element> {
  const folded = new Map<string, Element>()
  for (const [name, member] of membersOf(element, camCode(code))) {
    const key = name.toLowerCase()
    if (folded.has(key)) refuse(member, `The element "${key}" is given twice.`, camCode(code))
    folded.set(key, member)
  }
  return folded
}

/** Belongs to policies of the management API: trust, buckets. */
function refusePrincipal(members: ReadonlyMap<string, Element>): void {
  const principal = members.get('principal')
  if (principal) refuse(principal, 'A policy of a user has no principal.', camCode('PrincipalError'))
}

function checkVersion(root: Element, version: Element | undefined): void {
  if (version?.value !== '2.0') refuse(version ?? root, 'The version must be "2.0".', camCode('VersionError'))
}

function readStatement(element: Element, owner: PolicyOwner, warnings: PolicyWarning[]): Statement {
  const members = camMembers(element, 'StatementError')
  knowOnly(members, ['effect', 'action', 'resource', 'condition', 'principal'], () =>
    camCode('StatementError'),
  )
  refusePrincipal(members)
  const effect = readEffect(element, members.get('effect'))
  const action =
    members.get('action') ?? refuse(element, 'The element "action" is missing.', camCode('ActionMiss'))
  const patterns = textsOf(action, camCode('ActionError')).map(readAction)
  warnOfUnknown(patterns, KNOWN_ACTIONS, warnings)
  const resource =
    members.get('resource') ?? refuse(element, 'The element "resource" is missing.', camCode('ResourceError'))
  const resources = textsOf(resource, camCode('ResourceError')).map((text) =>
    readCamResource(text, owner.account, warnings),
  )
  return {
    effect,
    actions: { included: patterns.map(({ glob }) => glob), excluded: [] },
    resources: { included: resources, excluded: [] },
    ...readConditions(members.get('condition'), camConditions),
  }
}

function readEffect(statement: Element, effect: Element | undefined): Statement['effect'] {
  const value = typeof effect?.value === 'string' ? effect.value.toLowerCase() : undefined
  if (value === 'allow' || value === 'deny') return value
  return refuse(effect ?? statement, 'The effect must be "allow" or "deny".', camCode('EffectError'))
}

/** `*`, `*:*`, `<service>:<Action>`; the prefix `name/` means "an API" and is dropped. `?` is a plain character. */
function readAction(element: TextElement): ActionPattern {
  const { value } = element
  const bare = value.startsWith('name/') ? value.slice('name/'.length) : value
  if (bare === '*' || bare === '*:*') return { element, service: undefined, glob: actionGlob(bare, '*') }
  const [, service] = /^([\w-]+):[^\s:]+$/.exec(bare) ?? []
  if (service === undefined) {
    const message = 'An action is "*" or "<service>:<Action>"; sets of features are not known here.'
    return refuse(element, message, camCode('ActionError'))
  }
  return { element, service, glob: actionGlob(bare, '*') }
}
