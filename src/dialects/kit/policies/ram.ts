import { ANYTHING, compileGlob } from '../../../core/policies/glob.ts'
import type { ActionSet, ResourcePattern, Statement } from '../../../core/policies/policy.ts'
import { readActionPattern, warnOfUnknown } from './action-patterns.ts'
import { ALIBABA_ACTIONS } from './alibaba-actions.catalog.ts'
import { checkJsonLength, member, readEffect } from './camel-elements.ts'
import { splitAtColons } from './colon-names.ts'
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
  type TextElement,
  textsOf,
} from './document.ts'
import { qualifiedActions } from './access-table.ts'
import { ramConditions } from './ram-conditions.ts'
import { ALIBABA_STS_ACTIONS } from './sts-actions.catalog.ts'

const KNOWN_ACTIONS = [...qualifiedActions(ALIBABA_ACTIONS), ...qualifiedActions(ALIBABA_STS_ACTIONS)]

/**
 * Reads an identity or session policy of Alibaba RAM. Element names and effects are compared with case; an unknown
 * element is refused. Source: spec/policies.md §1.2.
 */
export function readRamPolicy(document: unknown, owner: PolicyOwner): PolicyReading {
  return readDocument(document, (root, warnings) => {
    checkJsonLength(root)
    const members = membersOf(root)
    knowOnly(members, ['Version', 'Statement'])
    const version = member(root, members, 'Version')
    if (version.value !== '1') refuse(version, 'The version must be "1".')
    const statement = member(root, members, 'Statement')
    if (!Array.isArray(statement.value)) refuse(statement, 'A list of statements is needed here.')
    const statements = listOf(statement).map((element) => readStatement(element, warnings))
    return { id: owner.policyId, statements }
  })
}

function readStatement(element: Element, warnings: PolicyWarning[]): Statement {
  const members = membersOf(element)
  knowOnly(members, ['Effect', 'Action', 'NotAction', 'Resource', 'Condition'])
  return {
    effect: readEffect(member(element, members, 'Effect')),
    actions: readActions(element, members, warnings),
    resources: {
      included: textsOf(member(element, members, 'Resource')).map(readResource),
      excluded: [],
    },
    ...readConditions(members.get('Condition'), ramConditions),
  }
}

/** `NotAction` is every action that none of its patterns matches, of any product. */
function readActions(
  statement: Element,
  members: ReadonlyMap<string, Element>,
  warnings: PolicyWarning[],
): ActionSet {
  const notAction = members.get('NotAction')
  const given = members.get('Action') ?? notAction
  if (!given) return refuse(statement, 'Either "Action" or "NotAction" is needed here.')
  if (notAction && given !== notAction) refuse(notAction, '"Action" and "NotAction" exclude each other.')
  const patterns = textsOf(given).map(readActionPattern)
  warnOfUnknown(patterns, KNOWN_ACTIONS, warnings)
  const globs = patterns.map(({ glob }) => glob)
  return given === notAction ? { included: [ANYTHING], excluded: globs } : { included: globs, excluded: [] }
}

/** `*`, or `acs:<service>:<region>:<account>:<relative-id>` with wildcards in every field. */
function readResource(element: TextElement): ResourcePattern {
  if (element.value === '*') return 'every'
  const [acs, ...fields] = splitAtColons(element.value, 4)
  if (acs !== 'acs' || fields.length !== 4 || fields.at(-1) === '') {
    refuse(element, 'A resource is "*" or "acs:<service>:<region>:<account>:<relative-id>".')
  }
  return fields.map((field) => compileGlob(field, '*?'))
}
