import { auditRow } from '../../core/audit/audit-log.ts'
import { type Call, Trail } from '../../core/call.ts'
import { isFault } from '../../core/fault.ts'
import type { Action } from './action.ts'
import type { ActiveCallFaults } from './call-faults.ts'
import type { CallProgress, CallStep } from './calls/call-steps.ts'
import type { World } from './dialect.ts'
import { type FaultTable, toWireError } from './fault-table.ts'
import { toInjectedError } from './injected-error.ts'
import { Refusal, type WireError } from './wire-error.ts'
import type { WireRequest } from './wire-request.ts'

/** How a call ended: with the fields of its answer, or refused. */
export type Ending<Answer> = { readonly answer: Answer } | { readonly refusal: WireError }

/** A call and how it ended. */
export interface AnsweredCall {
  readonly call: Call
  /** Name of the service whose action was called; empty when there is none of that name. */
  readonly service: string
  readonly request: WireRequest
  readonly ending: Ending<unknown>
  readonly progress: CallProgress
  readonly durationMs: number
}

/** What one dialect has to say about every call. */
export interface AttemptRules {
  readonly dialect: string
  /** In the order in which they may refuse. */
  readonly steps: readonly CallStep[]
  readonly faults: FaultTable
  /** The envelope of a bug: no detail on the wire. */
  readonly internalError: WireError
  /** What else it says: the codes that a fault rule may name without their sentences. */
  readonly errors?: readonly WireError[] | undefined
}

/**
 * One call, from its first byte to its audit row. The steps learn who calls what and tell it here, so that a call
 * that is refused half-way is recorded with all that was known.
 */
export class Attempt {
  readonly requestId: string
  readonly nowMs: number
  readonly #world: World
  readonly #rules: AttemptRules
  #known: Call
  readonly #request: WireRequest
  /** By a clock that nobody sets: a measurement, no instant. */
  readonly #begunAtMs = performance.now()
  /** Empty until the action was found. */
  #service = ''
  #step: CallStep = 'read'
  #ownFaults: Partial<FaultTable> = {}

  constructor(world: World, request: WireRequest, rules: AttemptRules, requestId: string) {
    this.requestId = requestId
    this.nowMs = world.core.clock.now()
    this.#world = world
    this.#rules = rules
    this.#request = request
    this.#known = {
      ...{ dialect: rules.dialect, account: '', user: '', accessKeyId: '', region: '', action: '' },
      requestId,
      sourceAddress: request.sourceAddress,
      nowMs: this.nowMs,
      trail: new Trail(),
    }
  }

  /** The call as far as it is known. */
  get call(): Call {
    return this.#known
  }

  learn(
    facts: Partial<Pick<Call, 'account' | 'user' | 'session' | 'accessKeyId' | 'region' | 'action'>>,
  ): Call {
    this.#known = { ...this.#known, ...facts }
    return this.#known
  }

  /** The action was found; its fault rows win over the dialect's. */
  runs(action: Action, service: string): void {
    this.#service = service
    this.#ownFaults = action.faults ?? {}
  }

  /** The next step begins; whatever is refused from now on is refused by it. */
  begins(step: CallStep): void {
    this.#step = step
  }

  /** The instant from which the age of a date is counted that the caller gave. */
  nowFor(givenMs: number): number {
    return this.#world.core.clock.nowFor?.(givenMs) ?? this.nowMs
  }

  /** The last step before the action runs: here a stand-in lets go wrong what it was told to. Undefined: nothing. */
  meetFaults(): Promise<void> | undefined {
    this.#step = 'faults'
    const active = this.#world.faults?.active
    return active && this.#meet(active)
  }

  async #meet(active: ActiveCallFaults): Promise<void> {
    const { dialect, account, action } = this.#known
    const error = await active.beforeActing({ dialect, account, action, request: this.#request })
    if (error) throw new Refusal(toInjectedError(error, this.#rules))
  }

  /** Runs the steps; every way they can end becomes an answer or a refusal, and leaves one audit row. */
  async settle<Answer>(steps: () => Promise<Answer>): Promise<Ending<Answer>> {
    try {
      const answer = await steps()
      this.#record('ok')
      this.#tell({ answer })
      return { answer }
    } catch (error) {
      const refusal = this.#refusalOf(error)
      this.#record(refusal.code)
      this.#tell({ refusal })
      return { refusal }
    }
  }

  #tell(ending: Ending<unknown>): void {
    const { observer } = this.#world
    if (!observer) return
    const durationMs = performance.now() - this.#begunAtMs
    const progress = { steps: this.#rules.steps, last: this.#step }
    observer({
      ...{ call: this.#known, service: this.#service, request: this.#request },
      ...{ ending, progress, durationMs },
    })
  }

  #record(outcome: string): void {
    const { dialect, action } = this.#known
    const labels = { dialect, action: this.#service === '' ? '' : action, outcome }
    this.#world.counts.add(labels, (performance.now() - this.#begunAtMs) / 1_000)
    if (this.#known.trail.isWritten) return
    this.#world.core.auditLog.add(auditRow(this.#known, outcome))
  }

  #refusalOf(error: unknown): WireError {
    if (error instanceof Refusal) return error.wireError
    if (isFault(error)) return toWireError(error, this.#rules.faults, this.#ownFaults)
    const { dialect, action, requestId } = this.#known
    this.#world.log.error({ err: error, dialect, action, requestId }, 'a call failed unexpectedly')
    return this.#rules.internalError
  }
}
