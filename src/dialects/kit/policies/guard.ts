import { type AttachedPolicy, ROOT_USER, type RoleSession } from '../../../core/accounts/account.ts'
import type { Call } from '../../../core/call.ts'
import type { AccessRequest, JudgedResource, Principal } from '../../../core/policies/access-request.ts'
import {
  type Allowance,
  decide,
  type Decision,
  type Denial,
  findAllowances,
  type Grants,
} from '../../../core/policies/decide.ts'
import { asksForResourceFacts, EVERYTHING, type Policy } from '../../../core/policies/policy.ts'
import type { World } from '../dialect.ts'
import type { AccessTable } from './access-table.ts'
import { denialRecord } from './denials.ts'
import type { PolicyOwner, PolicyReading } from './document.ts'
import {
  accessOf,
  accessRequest,
  type CallToJudge,
  judgedCall,
  type JudgedName,
  keyPairNamesOf,
  namedResource,
} from './judged-call.ts'
import type { RawParams } from './param-texts.ts'
import { findKeyPairIds, loadFacts, type LookupRules } from './resource-facts.ts'

/** What one dialect judges calls by. */
export interface GuardRules extends LookupRules {
  readonly table: AccessTable
  /** Dialects under which a user's policies count; together they are one pool. */
  readonly dialects: ReadonlySet<string>
  read(document: unknown, owner: PolicyOwner): PolicyReading
}

/** A call as the guard sees it. */
export interface GuardedCall {
  /** Known are its action, its caller and its region. */
  readonly call: Call
  /** As they came, nested and not checked. */
  readonly params: RawParams
  readonly isSecure: boolean
}

/** Why a call may not go on; `denial.resource` shows nothing that the caller did not send. */
export interface Forbidden {
  /** With its service: `ecs:AttachKeyPair`. */
  readonly action: string
  readonly principal: Principal
  readonly denial: Denial
}

/** What would become of a call, and why; nothing of it is told to its caller. */
export type Explanation =
  /** Of the account itself, and of an action that no policy is asked for. */
  | { readonly outcome: 'allow'; readonly why: 'account' | 'unjudged' }
  | { readonly outcome: 'allow'; readonly why: 'statements'; readonly allowances: readonly Allowance[] }
  | Denial

/** A text that is no name of a resource in the language of the cloud. */
export class NoResourceName extends Error {
  override readonly name = 'NoResourceName'
}

/** Characters of a name that a refusal and its audit row repeat. */
const LONGEST_NAME = 400

/** Decides whether users may do what they ask for, before anything is looked up for them. */
export class Guard {
  readonly #world: World
  readonly #rules: GuardRules
  /** By what they were compiled from, and as old: see `Users` and `AccessKeys`. */
  readonly #compiled = new WeakMap<object, Grants>()

  constructor(world: World, rules: GuardRules) {
    this.#world = world
    this.#rules = rules
  }

  /** Undefined: the call may go on. A refusal is noted in the trail of the call. Source: spec/policies.md §1.0. */
  async judge(guarded: GuardedCall): Promise<Forbidden | undefined> {
    const { call } = guarded
    if (call.user === ROOT_USER || accessOf(this.#rules.table, call.action).names === 'unjudged')
      return undefined
    const { decision, action, principal, keyPairIds } = await this.#weigh(guarded)
    if (decision.outcome === 'allow') return undefined
    note(call, decision)
    const resource = shownName(decision.resource, new Set(keyPairIds.values()))
    return { action, principal, denial: { ...decision, resource } }
  }

  /**
   * Why the call would go on or not. Nothing is noted.
   *
   * @param names whole names of resources, in place of those that the parameters name
   * @throws NoResourceName
   */
  async explain(guarded: GuardedCall, names?: readonly string[]): Promise<Explanation> {
    const { user, action } = guarded.call
    if (user === ROOT_USER) return { outcome: 'allow', why: 'account' }
    if (accessOf(this.#rules.table, action).names === 'unjudged') return { outcome: 'allow', why: 'unjudged' }
    const { decision, request, grants } = await this.#weigh(guarded, names)
    if (decision.outcome !== 'allow') return decision
    return { outcome: 'allow', why: 'statements', allowances: findAllowances(request, grants) }
  }

  async #weigh({ call, params, isSecure }: GuardedCall, given?: readonly string[]): Promise<Weighed> {
    const { account, session, region, sourceAddress, nowMs } = call
    const { table } = this.#rules
    const { database } = this.#world.core
    const grants = await this.#grantsOf(call)
    const asked: CallToJudge = { action: call.action, account, region, params }
    const keyPairIds = await findKeyPairIds(database, call, this.#rules, keyPairNamesOf(table, asked))
    const named = judgedCall(table, { ...asked, keyPairIds })
    const judged = given === undefined ? named : { ...named, resources: resourcesOf(table, asked, given) }
    const principal = principalOf(call)
    // A permanent key cannot tell; no session is opened with MFA. Source: spec/policies.md §4, last paragraph.
    const isMfaPresent = session ? false : undefined
    const context = { principal, sourceAddress, isSecure, nowMs, isMfaPresent }
    const factsOf = asksForResourceFacts([...grants.identity, ...(grants.session ?? [])])
      ? await loadFacts(database, call, this.#rules, { names: judged.resources, params })
      : undefined
    const request = accessRequest(judged, context, factsOf)
    const decision = decide(request, grants)
    return { decision, request, grants, principal, action: judged.action, keyPairIds }
  }

  async #grantsOf({ account, user, session }: Call): Promise<Grants> {
    const known = session ?? (await this.#world.core.users.find(account, user))
    const kept = this.#compiled.get(known)
    if (kept) return kept
    const grants =
      'rolePolicies' in known
        ? this.#grantsOfSession(known, account)
        : { identity: this.#compile(known.policies, account) }
    this.#compiled.set(known, grants)
    return grants
  }

  #grantsOfSession({ rolePolicies, sessionPolicies }: RoleSession, account: string): Grants {
    const identity = rolePolicies === 'everything' ? [EVERYTHING] : this.#compile(rolePolicies, account)
    if (!sessionPolicies) return { identity }
    return { identity, session: this.#compile(sessionPolicies, account, 'session.') }
  }

  #compile(policies: readonly AttachedPolicy[], account: string, layer = ''): readonly Policy[] {
    return policies.flatMap(({ dialect, document }, index) => {
      if (!this.#rules.dialects.has(dialect)) return []
      const policyId = `${layer}${policyIdOf(index)}`
      const reading = this.#rules.read(document, { policyId, account })
      // It was readable when it was stored. To skip it could lose a deny: the call fails instead.
      if ('problem' in reading) throw new Error(`a stored policy cannot be read: ${reading.problem.message}`)
      return [reading.policy]
    })
  }
}

/** A decision with what it was made of. */
interface Weighed {
  readonly decision: Decision<JudgedName>
  readonly request: AccessRequest<JudgedName>
  readonly grants: Grants
  readonly principal: Principal
  /** With its service. */
  readonly action: string
  /** Of key pairs that the caller gave by name. */
  readonly keyPairIds: ReadonlyMap<string, string>
}

function resourcesOf(
  table: AccessTable,
  asked: CallToJudge,
  texts: readonly string[],
): readonly [JudgedName, ...JudgedName[]] {
  const [first, ...rest] = texts.map((text) => {
    const name = namedResource(table, asked, text)
    if (!name) throw new NoResourceName(`${JSON.stringify(text)} is no name of a resource`)
    return name
  })
  if (!first) throw new NoResourceName('no resource is named')
  return [first, ...rest]
}

function principalOf({ account, user, session }: Call): Principal {
  return session
    ? { kind: 'role', account, name: session.role, session: session.name, tags: [] }
    : { kind: 'user', account, name: user, id: user, tags: [] }
}

/** What audit rows call the policy of that place in the list of a user. */
export function policyIdOf(index: number): string {
  return `policies.${index}`
}

/** Source: spec/policies.md §3, last paragraph. */
function note({ trail }: Call, denial: Denial): void {
  const { decision, resource, policyId, statementIndex } = denialRecord(denial)
  const why = policyId === undefined ? '' : ` by ${policyId} statement ${statementIndex}`
  const subject = resource.slice(0, LONGEST_NAME)
  trail.add({ what: 'permission', verb: 'refused', subject, detail: `${decision}${why}` })
}

/** An id that was found under a name is not told. */
function shownName({ text, type, id, ...rest }: JudgedName, foundIds: ReadonlySet<string>): JudgedResource {
  const isFound = type === 'keypair' && id !== undefined && foundIds.has(id)
  const shown = isFound ? `${text.slice(0, text.length - id.length)}*` : text
  return { ...rest, text: shown.slice(0, LONGEST_NAME) }
}
