import type { AccessRequest, JudgedResource } from './access-request.ts'
import { coversAction, coversResource, type Policy, type Statement } from './policy.ts'

/** What a caller was given. The order of policies has no meaning. */
export interface Grants {
  /** Of the user and of every group the user is in, or of the role. */
  readonly identity: readonly Policy[]
  /** Of a temporary session: must allow too. */
  readonly session?: readonly Policy[]
}

/** Which of the grants refused. */
export type Layer = 'identity' | 'session'

export type Decision<Resource extends JudgedResource = JudgedResource> =
  { readonly outcome: 'allow' } | Denial<Resource>

/** `resource` is the first in the order of the request that is denied, or that nothing allows. */
export type Denial<Resource extends JudgedResource = JudgedResource> =
  | { readonly outcome: 'implicitDeny'; readonly layer: Layer; readonly resource: Resource }
  | {
      readonly outcome: 'explicitDeny'
      readonly layer: Layer
      readonly resource: Resource
      /** For the audit row; never told to the caller. */
      readonly policyId: string
      readonly statementIndex: number
    }

interface Candidate {
  readonly policyId: string
  readonly statementIndex: number
  readonly statement: Statement
}

/**
 * Decides one call. The account itself may do everything. A deny that matches any resource refuses the call, then
 * every resource needs an allow, from whichever statement. The session is asked first; the first refusal ends it.
 *
 * Source: spec/policies.md §1.0, §1.2.
 */
export function decide<Resource extends JudgedResource>(
  request: AccessRequest<Resource>,
  grants: Grants,
): Decision<Resource> {
  // Nothing to judge would be nothing to refuse.
  if (request.resources.length === 0) throw new Error(`${request.action} names no resource to judge`)
  if (request.context.principal.kind === 'account') return { outcome: 'allow' }
  const refused = grants.session && judge(request, grants.session, 'session')
  return refused ?? judge(request, grants.identity, 'identity') ?? { outcome: 'allow' }
}

/** Which statement allows a resource. */
export interface Allowance {
  readonly resource: JudgedResource
  readonly policyId: string
  readonly statementIndex: number
}

/** Why a user's call that `decide` allowed is: for each resource the first statement of his own policies that does. */
export function findAllowances(request: AccessRequest, { identity }: Grants): readonly Allowance[] {
  const { allows } = candidatesOf(request, identity)
  return request.resources.flatMap((resource) => {
    const found = allows.find(({ statement }) => matches(statement, resource, request))
    return found ? [{ resource, policyId: found.policyId, statementIndex: found.statementIndex }] : []
  })
}

function judge<Resource extends JudgedResource>(
  request: AccessRequest<Resource>,
  policies: readonly Policy[],
  layer: Layer,
): Denial<Resource> | undefined {
  const { denies, allows } = candidatesOf(request, policies)
  for (const resource of denies.length === 0 ? [] : request.resources) {
    const denial = denies.find(({ statement }) => matches(statement, resource, request))
    if (!denial) continue
    const { policyId, statementIndex } = denial
    return { outcome: 'explicitDeny', layer, resource, policyId, statementIndex }
  }
  for (const resource of request.resources) {
    if (allows.some(({ statement }) => matches(statement, resource, request))) continue
    return { outcome: 'implicitDeny', layer, resource }
  }
  return undefined
}

/** The statements that match as far as the call alone decides. */
function candidatesOf({ action, context }: AccessRequest, policies: readonly Policy[]) {
  const denies: Candidate[] = []
  const allows: Candidate[] = []
  const lowerCaseAction = action.toLowerCase()
  for (const { id: policyId, statements } of policies) {
    for (const [statementIndex, statement] of statements.entries()) {
      if (!coversAction(statement.actions, lowerCaseAction)) continue
      if (!statement.callConditions.every((holds) => holds(context))) continue
      const side = statement.effect === 'deny' ? denies : allows
      side.push({ policyId, statementIndex, statement })
    }
  }
  return { denies, allows }
}

function matches(statement: Statement, resource: JudgedResource, { context }: AccessRequest): boolean {
  if (!coversResource(statement.resources, resource, context)) return false
  return statement.resourceConditions.every((holds) => holds(context, resource))
}
