import { type AttachedPolicy, ROOT_USER, type RoleSession } from '../../../core/accounts/account.ts'
import type { Call } from '../../../core/call.ts'
import type { JudgedResource, Principal } from '../../../core/policies/access-request.ts'
import { decide, type Denial, type Grants } from '../../../core/policies/decide.ts'
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
  async judge({ call, params, isSecure }: GuardedCall): Promise<Forbidden | undefined> {
    const { account, user, session, region, sourceAddress, nowMs } = call
    const { table } = this.#rules
    if (user === ROOT_USER || accessOf(table, call.action).names === 'unjudged') return undefined
    const { database } = this.#world.core
    const grants = await this.#grantsOf(call)
    const asked: CallToJudge = { action: call.action, account, region, params }
    const keyPairIds = await findKeyPairIds(database, call, this.#rules, keyPairNamesOf(table, asked))
    const judged = judgedCall(table, { ...asked, keyPairIds })
    const principal = principalOf(call)
    // A permanent key cannot tell; no session is opened with MFA. Source: spec/policies.md §4, last paragraph.
    const isMfaPresent = session ? false : undefined
    const context = { principal, sourceAddress, isSecure, nowMs, isMfaPresent }
    const factsOf = asksForResourceFacts([...grants.identity, ...(grants.session ?? [])])
      ? await loadFacts(database, call, this.#rules, { names: judged.resources, params })
      : undefined
    const decision = decide(accessRequest(judged, context, factsOf), grants)
    if (decision.outcome === 'allow') return undefined
    note(call, decision)
    const resource = shownName(decision.resource, new Set(keyPairIds.values()))
    return { action: judged.action, principal, denial: { ...decision, resource } }
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
