import type { CallContext, JudgedResource } from './access-request.ts'
import { ANYTHING, type Glob, matchesGlob } from './glob.ts'

/** A policy document after compilation. */
export interface Policy {
  /** What an audit row calls it. */
  readonly id: string
  readonly statements: readonly Statement[]
}

/** Matches when its action, its resource and every condition match. */
export interface Statement {
  readonly effect: 'allow' | 'deny'
  readonly actions: ActionSet
  readonly resources: ResourceSet
  /** The same for every resource of a call, so they are asked once. */
  readonly callConditions: readonly Condition[]
  readonly resourceConditions: readonly Condition[]
}

/** Patterns of lower-case action names; what `excluded` matches is not in the set. */
export interface ActionSet {
  readonly included: readonly Glob[]
  readonly excluded: readonly Glob[]
}

export interface ResourceSet {
  readonly included: readonly ResourcePattern[]
  readonly excluded: readonly ResourcePattern[]
}

/** `every` also covers resources that have no name of their own; otherwise one pattern per field of the name. */
export type ResourcePattern = 'every' | readonly FieldPattern[]

export type FieldPattern = Glob | VariablePattern

/** A pattern with facts of the call in it; undefined when one of them is absent, and then it matches nothing. */
export interface VariablePattern {
  readonly kind: 'variable'
  readonly dependsOnResource: boolean
  expand(context: CallContext, resource: JudgedResource): Glob | undefined
}

/** A condition of the call alone is asked without a resource. */
export type Condition = (context: CallContext, resource?: JudgedResource) => boolean

/** What nothing is refused by. */
export const EVERYTHING: Policy = {
  id: 'everything',
  statements: [
    {
      effect: 'allow',
      actions: { included: [ANYTHING], excluded: [] },
      resources: { included: ['every'], excluded: [] },
      callConditions: [],
      resourceConditions: [],
    },
  ],
}

export function coversAction({ included, excluded }: ActionSet, lowerCaseAction: string): boolean {
  const matches = (glob: Glob) => matchesGlob(glob, lowerCaseAction)
  return included.some(matches) && !excluded.some(matches)
}

export function coversResource(
  { included, excluded }: ResourceSet,
  resource: JudgedResource,
  context: CallContext,
): boolean {
  return isOneOf(included, resource, context) && !isOneOf(excluded, resource, context)
}

/** A plain loop: a call on a hundred resources comes here thousands of times. */
function isOneOf(
  patterns: readonly ResourcePattern[],
  resource: JudgedResource,
  context: CallContext,
): boolean {
  for (const pattern of patterns) {
    if (matchesResource(pattern, resource, context)) return true
  }
  return false
}

/** True when a decision may depend on tags or facts of resources, so that they have to be looked up. */
export function asksForResourceFacts(policies: readonly Policy[]): boolean {
  return policies.some(({ statements }) =>
    statements.some(
      ({ resourceConditions, resources }) =>
        resourceConditions.length > 0 ||
        [...resources.included, ...resources.excluded].some(hasResourceVariable),
    ),
  )
}

function hasResourceVariable(pattern: ResourcePattern): boolean {
  return pattern !== 'every' && pattern.some((field) => field.kind === 'variable' && field.dependsOnResource)
}

function matchesResource(pattern: ResourcePattern, resource: JudgedResource, context: CallContext): boolean {
  if (pattern === 'every') return true
  const { fields } = resource
  if (pattern.length !== fields.length) return false
  // From the end: the last field differs most.
  for (let place = fields.length - 1; place >= 0; place -= 1) {
    const field = pattern[place]
    const text = fields[place]
    if (field === undefined || text === undefined) return false
    const glob = field.kind === 'variable' ? field.expand(context, resource) : field
    if (glob === undefined || !matchesGlob(glob, text)) return false
  }
  return true
}
