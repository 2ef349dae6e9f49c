import { ROOT_USER } from '../../../core/accounts/account.ts'
import type { KnownUser } from '../../../core/accounts/users.ts'
import type { Call } from '../../../core/call.ts'
import type { JudgedResource, Principal } from '../../../core/policies/access-request.ts'
import { decide, type Denial } from '../../../core/policies/decide.ts'
import { asksForResourceFacts, type Policy } from '../../../core/policies/policy.ts'
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
  /** As old as what it was compiled from: see `Users`. */
  readonly #compiled = new WeakMap<KnownUser, readonly Policy[]>()

  constructor(world: World, rules: GuardRules) {
    this.#world = world
    this.#rules = rules
  }

  /** Undefined: the call may go on. A refusal is noted in the trail of the call. Source: spec/policies.md §1.0. */
  async judge({ call, params, isSecure }: GuardedCall): Promise<Forbidden | undefined> {
    const { account, user, region, sourceAddress, nowMs } = call
    const { table } = this.#rules
    if (user === ROOT_USER || accessOf(table, call.action).names === 'unjudged') return undefined
    const { database } = this.#world.core
    const policies = await this.#policiesOf(call)
    const asked: CallToJudge = { action: call.action, account, region, params }
    const keyPairIds = await findKeyPairIds(database, call, this.#rules, keyPairNamesOf(table, asked))
    const judged = judgedCall(table, { ...asked, keyPairIds })
    const principal: Principal = { kind: 'user', account, name: user, id: user, tags: [] }
    // Calls are signed with permanent keys, which cannot tell. Source: spec/policies.md §4, last paragraph.
    const context = { principal, sourceAddress, isSecure, nowMs, isMfaPresent: undefined }
    const factsOf = asksForResourceFacts(policies)
      ? await loadFacts(database, call, this.#rules, { names: judged.resources, params })
      : undefined
    const decision = decide(accessRequest(judged, context, factsOf), { identity: policies })
    if (decision.outcome === 'allow') return undefined
    note(call, decision)
    const resource = shownName(decision.resource, new Set(keyPairIds.values()))
    return { action: judged.action, principal, denial: { ...decision, resource } }
  }

  async #policiesOf({ account, user }: Call): Promise<readonly Policy[]> {
    const known = await this.#world.core.users.find(account, user)
    const kept = this.#compiled.get(known)
    if (kept) return kept
    const policies = this.#compile(known, account)
    this.#compiled.set(known, policies)
    return policies
  }

  #compile({ policies }: KnownUser, account: string): readonly Policy[] {
    return policies.flatMap(({ dialect, document }, index) => {
      if (!this.#rules.dialects.has(dialect)) return []
      const reading = this.#rules.read(document, { policyId: policyIdOf(index), account })
      // It was readable when it was stored. To skip it could lose a deny: the call fails instead.
      if ('problem' in reading) throw new Error(`a stored policy cannot be read: ${reading.problem.message}`)
      return [reading.policy]
    })
  }
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
