import { createHash } from 'node:crypto'

import {
  checkRule,
  type CallRule,
  type FaultRule,
  type MachineRule,
  type NewFaultRule,
} from './fault-rule.ts'
import { WorldError } from './world-error.ts'

/** More are a mistake of a program that never takes one away. */
const MOST_RULES = 1_000

/** What was hit, by rule and by what it was about; the metrics page shows it. Nothing of a request but its names. */
export interface InjectedCount {
  readonly rule: string
  readonly on: NewFaultRule['on']
  readonly fault: string
  readonly dialect: string
  /** Action or step. */
  readonly name: string
  readonly count: number
}

interface Kept<Rule extends NewFaultRule> {
  readonly id: string
  readonly rule: Rule
  /** Place in the order of all rules ever made here: chance follows from it. */
  readonly place: number
  matched: number
  injected: number
}

interface Met {
  readonly dialect: string
  readonly account: string
  readonly name: string
  readonly instance?: string
}

/** The rules in force, in the order in which they were made, and what became of them. In memory of this process. */
export class FaultRules {
  readonly #seedNumber: number
  readonly #kept = new Map<string, Kept<NewFaultRule>>()
  readonly #counts = new Map<string, InjectedCount>()
  #made = 0
  #ofCalls: readonly Kept<CallRule>[] = []
  #ofMachines: readonly Kept<MachineRule>[] = []

  constructor(seedNumber: number) {
    this.#seedNumber = seedNumber
  }

  get hasCallRules(): boolean {
    return this.#ofCalls.length > 0
  }

  get hasMachineRules(): boolean {
    return this.#ofMachines.length > 0
  }

  /** @throws WorldError */
  add(rule: NewFaultRule): FaultRule {
    checkRule(rule)
    if (this.#kept.size >= MOST_RULES)
      throw new WorldError('invalid', `there are ${MOST_RULES} rules already`)
    this.#made += 1
    const id = `fault-${this.#made}`
    const kept = { id, rule, place: this.#made, matched: 0, injected: 0 }
    this.#kept.set(id, kept)
    this.#sort()
    return shown(kept)
  }

  list(): readonly FaultRule[] {
    return [...this.#kept.values()].map(shown)
  }

  /** @throws WorldError when there is none of that id */
  remove(id: string): void {
    if (!this.#kept.delete(id)) throw new WorldError('unknown', `there is no fault rule ${id}`)
    this.#sort()
  }

  /** Takes away those that name an account, or all. */
  clear(account?: string): void {
    for (const [id, { rule }] of this.#kept) {
      if (account === undefined || rule.match.account === account) this.#kept.delete(id)
    }
    if (account === undefined) this.#made = 0
    this.#sort()
  }

  /** The rules that hit a call, up to the first that is more than a delay. */
  hitCall(met: Met): readonly CallRule[] {
    return this.#hit(
      this.#ofCalls,
      met,
      (rule) => rule.match.action === undefined || rule.match.action === met.name,
    )
  }

  /** The same of a machine. */
  hitMachine(met: Met): readonly MachineRule[] {
    return this.#hit(this.#ofMachines, met, ({ match, fault }) => {
      if (fault.kind === 'half-applied' && met.name !== 'applyAccess') return false
      if (match.instance !== undefined && match.instance !== met.instance) return false
      return match.step === undefined || match.step === met.name
    })
  }

  /** What was hit since the start; resets leave it. */
  injected(): Iterable<InjectedCount> {
    return this.#counts.values()
  }

  #hit<Rule extends NewFaultRule>(
    rules: readonly Kept<Rule>[],
    met: Met,
    isAbout: (rule: Rule) => boolean,
  ): readonly Rule[] {
    const hits: Rule[] = []
    let isOver = false
    for (const kept of rules) {
      const { dialect, account } = kept.rule.match
      if (dialect !== undefined && dialect !== met.dialect) continue
      if (account !== undefined && account !== met.account) continue
      if (!isAbout(kept.rule)) continue
      kept.matched += 1
      if (isOver || !this.#isDue(kept)) continue
      kept.injected += 1
      this.#count(kept, met)
      hits.push(kept.rule)
      isOver = !('delayMs' in kept.rule.fault)
    }
    return hits
  }

  #isDue({ rule, place, matched, injected }: Kept<NewFaultRule>): boolean {
    const { nth, rate } = rule
    const times = rule.times ?? (nth !== undefined && rate === undefined ? 1 : Infinity)
    if (injected >= times || matched < (nth ?? 1)) return false
    return rate === undefined || this.#chance(place, matched) < rate
  }

  /** From 0 to 1, the same in every run with this seed number. */
  #chance(place: number, matched: number): number {
    const digest = createHash('sha256').update(`fault ${this.#seedNumber} ${place} ${matched}`).digest()
    return digest.readUInt32BE() / 2 ** 32
  }

  #count({ id, rule }: Kept<NewFaultRule>, { dialect, name }: Met): void {
    const key = JSON.stringify([id, rule.on, rule.fault.kind, dialect, name])
    const count = (this.#counts.get(key)?.count ?? 0) + 1
    this.#counts.set(key, { rule: id, on: rule.on, fault: rule.fault.kind, dialect, name, count })
  }

  #sort(): void {
    const all = [...this.#kept.values()]
    this.#ofCalls = all.filter((kept): kept is Kept<CallRule> => kept.rule.on === 'call')
    this.#ofMachines = all.filter((kept): kept is Kept<MachineRule> => kept.rule.on === 'machine')
  }
}

function shown({ id, rule, matched, injected }: Kept<NewFaultRule>): FaultRule {
  return { ...rule, id, matched, injected }
}
