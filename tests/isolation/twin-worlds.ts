import type { Engine } from './engines.ts'
import { type HeldKeyplane, startHeld } from './held-keyplane.ts'
import { changesOfOthers } from './rows.ts'
import { allCallables, type Params, type RandomCall, TOLD } from './random-calls.ts'
import {
  type AccountName,
  ACCOUNTS,
  type RandomWorld,
  seedOf,
  type SignerKind,
  signerOf,
} from './random-world.ts'
import { SameAnswers } from './same-answers.ts'
import { type Answer, send, type Sent } from './send.ts'

/** A call at the twin worlds. */
export interface Step extends RandomCall {
  readonly account: AccountName
  readonly signer: SignerKind
  readonly form?: Sent['form']
  /** How far time goes before it. */
  readonly afterMs: number
}

/** Members of answers whose values a caller may send again. */
const TELLING = /(Id|Ids|IdSet|Token|Name)$/
/** A step of an operation is under way for some calls. */
const TRANSITION_MS = 1_500

const CALLABLES = new Map(allCallables().map((callable) => [callable.name, callable]))

/**
 * Two servers that differ in what other accounts have and do. What one account is answered must be the same at both, and
 * whoever calls changes nobody else's rows.
 */
export class TwinWorlds implements AsyncDisposable {
  readonly #full: HeldKeyplane
  readonly #other: HeldKeyplane
  readonly #same: SameAnswers
  /** What answers of any account have told. */
  readonly #told: string[] = []

  private constructor(full: HeldKeyplane, other: HeldKeyplane, same: SameAnswers) {
    this.#full = full
    this.#other = other
    this.#same = same
  }

  /**
   * @param others what is not the first account's in the second world; undefined: others have nothing there. That there is
   * an account shows in a stand-in, where roles of any other one are open to everybody (docs/differences.md).
   */
  static async start(
    engine: Engine,
    world: RandomWorld,
    others: RandomWorld | undefined,
  ): Promise<TwinWorlds> {
    const full = seedOf([world.alpha, world.beta, world.gamma])
    const { beta, gamma } = others ?? { beta: emptied(world.beta), gamma: emptied(world.gamma) }
    const other = seedOf([world.alpha, beta, gamma])
    // Callers date their calls by their own clock, so it cannot be any instant.
    const nowMs = Date.now()
    const start = (seed: unknown) =>
      startHeld(engine, { seed: JSON.stringify(seed), transitionMs: TRANSITION_MS, nowMs })
    return new TwinWorlds(await start(full), await start(other), new SameAnswers(full, other))
  }

  /** What is wrong with the call, if anything, and how it ended. */
  async take(step: Step): Promise<{ readonly flaws: readonly string[]; readonly outcome: string }> {
    const { account } = step
    const callable = CALLABLES.get(step.name)
    if (!callable) throw new Error(`there is no action ${step.name}`)
    await this.#advance(step.afterMs)
    const params = this.#resolve(step.params)
    const signer = signerOf(account, step.signer)
    const before = await this.#full.rows()
    const sent = { callable, signer, ...(step.form && { form: step.form }) }
    const answer = await send(this.#full.endpoint, { ...sent, params })
    const id = ACCOUNTS.find(({ name }) => name === account)?.id ?? ''
    const changes = changesOfOthers(before, await this.#full.rows(), id)
    const told = toldBy(answer.body)
    const flaws = changes.map((change) => `${account} changed ${change}`)
    if (account === 'alpha') {
      const twin = await send(this.#other.endpoint, { ...sent, params: this.#translate(params) })
      flaws.push(...this.#same.differences(this.#shown(this.#full, answer), this.#shown(this.#other, twin)))
    }
    this.#told.push(...told.filter((text) => !this.#told.includes(text)))
    return { flaws, outcome: answer.outcome }
  }

  async #advance(byMs: number): Promise<void> {
    for (const server of [this.#full, this.#other]) await server.advance(byMs)
  }

  /** An answer without the place of its server. */
  #shown({ endpoint }: HeldKeyplane, answer: Answer): unknown {
    return JSON.parse(JSON.stringify(answer).replaceAll(endpoint, 'server'))
  }

  #resolve(params: Params): Params {
    return mapTexts(params, (text) => {
      if (!text.startsWith(TOLD)) return text
      const nth = Number(text.slice(TOLD.length)) % Math.max(1, this.#told.length)
      return this.#told.at(-1 - nth) ?? 'i-unknown1'
    })
  }

  /** What chance named otherwise over there is asked for by that name. */
  #translate(params: Params): Params {
    return mapTexts(params, (text) => this.#same.translated(text))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#full[Symbol.asyncDispose]()
    await this.#other[Symbol.asyncDispose]()
  }
}

function emptied({ account }: RandomWorld[AccountName]): RandomWorld[AccountName] {
  return { account, keyPairs: [], instances: [] }
}

function toldBy(value: unknown, name = ''): readonly string[] {
  if (typeof value === 'string') return TELLING.test(name) && value.length > 3 ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
    key === 'RequestId' ? [] : toldBy(child, Array.isArray(value) ? name : key),
  )
}

/** The same value, every text in it through `change`; texts that are JSON are gone into. */
function mapTexts(params: Params, change: (text: string) => string): Params {
  const mapped = (value: unknown): unknown => {
    if (typeof value === 'string') return value.startsWith('[') ? mapList(value, mapped) : change(value)
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(mapped)
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, mapped(child)]))
  }
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, mapped(value)]))
}

function mapList(text: string, mapped: (value: unknown) => unknown): string {
  return JSON.stringify(mapped(JSON.parse(text)))
}
