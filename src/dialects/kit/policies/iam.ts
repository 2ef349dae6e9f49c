import type { ActionSet, ResourceSet, Statement } from '../../../core/policies/policy.ts'
import { type ActionPattern, readActionPattern, warnOfUnknown } from './action-patterns.ts'
import { checkJsonLength, member, readEffect } from './camel-elements.ts'
import { readConditions } from './conditions.ts'
import {
  type Element,
  knowOnly,
  listOf,
  membersOf,
  type PolicyOwner,
  type PolicyReading,
  type PolicyWarning,
  readDocument,
  refuse,
  textsOf,
} from './document.ts'
import { iamConditions } from './iam-conditions.ts'
import { mayName, readIamResource } from './iam-resource.ts'
import { qualifiedActions } from './access-table.ts'
import { VOLCENGINE_ACTIONS } from './volcengine-actions.catalog.ts'
import { VOLCENGINE_STS_ACTIONS } from './sts-actions.catalog.ts'

const KNOWN_ACTIONS = [...qualifiedActions(VOLCENGINE_ACTIONS), ...qualifiedActions(VOLCENGINE_STS_ACTIONS)]
const ELEMENTS = ['Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition', 'Sid']

/** `NotAction` and `NotResource` do not work for this product. Source: spec/policies.md §1.3. */
const WITHOUT_NEGATION = 'ecs'

/**
 * Reads an identity policy of Volcengine IAM. A version is neither needed nor looked at. Unlike in RAM, `NotAction`
 * takes away from `Action`, and `NotResource` from `Resource`. Source: spec/policies.md §1.3.
 */
export function readIamPolicy(document: unknown, owner: PolicyOwner): PolicyReading {
  return readDocument(document, (root, warnings) => {
    checkJsonLength(root)
    const members = membersOf(root)
    knowOnly(members, ['Version', 'Statement'])
    checkText(members.get('Version'))
    const statements = listOf(member(root, members, 'Statement')).map((element) =>
      readStatement(element, warnings),
    )
    return { id: owner.policyId, statements }
  })
}

/** Taken and not looked at. */
function checkText(element: Element | undefined): void {
  if (element && typeof element.value !== 'string') refuse(element, 'A text is needed here.')
}

function readStatement(element: Element, warnings: PolicyWarning[]): Statement {
  const members = membersOf(element)
  knowOnly(members, ELEMENTS)
  checkText(members.get('Sid'))
  const effect = readEffect(member(element, members, 'Effect'))
  const included = textsOf(member(element, members, 'Action')).map(readActionPattern)
  const notAction = members.get('NotAction')
  const excluded = notAction ? textsOf(notAction).map(readActionPattern) : []
  warnOfUnknown(included, KNOWN_ACTIONS, warnings)
  checkNegations(members, included, excluded)
  return {
    effect,
    actions: { included: globsOf(included), excluded: globsOf(excluded) },
    resources: readResources(members),
    ...readConditions(members.get('Condition'), iamConditions),
  }
}

/** A statement with a negation must not name the product that has none; a bare `*` does not name it. */
function checkNegations(
  members: ReadonlyMap<string, Element>,
  included: readonly ActionPattern[],
  excluded: readonly ActionPattern[],
): void {
  const negation = members.get('NotAction') ?? members.get('NotResource')
  if (!negation) return
  const isNamed = ({ service }: ActionPattern) => service === WITHOUT_NEGATION
  const isTakenAway = ({ service }: ActionPattern) => mayName(service ?? '*', WITHOUT_NEGATION)
  const named = included.find(isNamed) ?? excluded.find(isTakenAway)
  if (named) refuse(named.element, `"NotAction" and "NotResource" do not work for ${WITHOUT_NEGATION}.`)
}

/** Without a `Resource` a statement is about every resource. */
function readResources(members: ReadonlyMap<string, Element>): ResourceSet {
  const resource = members.get('Resource')
  const notResource = members.get('NotResource')
  if (notResource && !resource) refuse(notResource, '"NotResource" is possible beside "Resource" only.')
  const taken = notResource ? textsOf(notResource) : []
  for (const element of taken) {
    const [, service = '*'] = element.value.split(':')
    if (mayName(service, WITHOUT_NEGATION))
      refuse(element, `"NotResource" does not work for ${WITHOUT_NEGATION}.`)
  }
  return {
    included: resource ? textsOf(resource).flatMap(readIamResource) : ['every'],
    excluded: taken.flatMap(readIamResource),
  }
}

function globsOf(patterns: readonly ActionPattern[]): ActionSet['included'] {
  return patterns.map(({ glob }) => glob)
}
