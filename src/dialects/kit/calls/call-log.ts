import type { AnsweredCall } from '../attempt.ts'
import type { ParameterUses } from '../parameter-uses.ts'
import { redactAnswer, redactBody, redactHeaders, redactQuery } from './redact.ts'

/** One call as people look at it. It holds no secret. */
export interface LoggedCall {
  /** Grows by one with each call of this process. */
  readonly number: number
  readonly atMs: number
  readonly durationMs: number
  readonly requestId: string
  readonly dialect: string
  /** Of the cloud's services; empty when there is none that has the action. */
  readonly service: string
  readonly action: string
  readonly account: string
  readonly user: string
  readonly accessKeyId: string
  readonly region: string
  readonly sourceAddress: string
  /** `ok`, or the code of the refusal. */
  readonly outcome: string
  readonly status: number
  readonly message: string
  readonly parameters: ParameterUses
  readonly request: {
    readonly method: string
    readonly path: string
    readonly query: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }
  /** The fields of the answer, before the envelope of its cloud; of a refusal nothing. */
  readonly answer: unknown
}

/** Raw calls wait at most this long for their secrets to be taken out. */
const SWEEP_MS = 250
const NO_USES: ParameterUses = { read: [], ignored: [], unknown: [] }
/** Parameters whose call never ended, as when it was taken back, are forgotten beyond so many. */
const MOST_UNENDED = 1_000

/**
 * The last calls of this process, in memory. A call costs a push: secrets are taken out a moment later, and of calls
 * that others have pushed out by then not at all.
 */
export class CallLog implements Disposable {
  readonly #kept: number
  readonly #calls: LoggedCall[] = []
  #fresh: { readonly answered: AnsweredCall; readonly number: number; readonly uses: ParameterUses }[] = []
  readonly #uses = new Map<string, ParameterUses>()
  readonly #listeners = new Set<(call: LoggedCall) => void>()
  #number = 0
  #timer: NodeJS.Timeout | undefined

  /** `kept` calls are remembered; 0: none. */
  constructor(kept: number) {
    this.#kept = kept
  }

  /** What became of the parameters of a call that has not ended yet. */
  noteParameters(requestId: string, uses: ParameterUses): void {
    if (this.#kept === 0) return
    if (this.#uses.size >= MOST_UNENDED) this.#uses.clear()
    this.#uses.set(requestId, uses)
  }

  add(answered: AnsweredCall): void {
    if (this.#kept === 0) return
    const { requestId } = answered.call
    const uses = this.#uses.get(requestId) ?? NO_USES
    this.#uses.delete(requestId)
    this.#number += 1
    this.#fresh.push({ answered, number: this.#number, uses })
    if (this.#fresh.length > this.#kept) this.#fresh.shift()
    if (this.#listeners.size > 0) this.#sweep()
    else this.#timer ??= setTimeout(() => this.#sweep(), SWEEP_MS).unref()
  }

  /** Newest first, those before `number`. */
  *newest(before = Number.POSITIVE_INFINITY): Generator<LoggedCall, void, undefined> {
    this.#sweep()
    for (const call of this.#calls.toReversed()) if (call.number < before) yield call
  }

  find(requestId: string): LoggedCall | undefined {
    this.#sweep()
    return this.#calls.findLast((call) => call.requestId === requestId)
  }

  /** Tells of each call when it has ended, until it is disposed. */
  listen(listener: (call: LoggedCall) => void): Disposable {
    this.#sweep()
    this.#listeners.add(listener)
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) }
  }

  #sweep(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const fresh = this.#fresh
    this.#fresh = []
    for (const { answered, number, uses } of fresh) {
      const call = describe(answered, number, uses)
      this.#calls.push(call)
      for (const listener of this.#listeners) listener(call)
    }
    this.#calls.splice(0, this.#calls.length - this.#kept)
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#listeners.clear()
  }
}

/** Tells an observer and the log of every call. */
export function alsoLogged(
  calls: CallLog,
  observer: ((answered: AnsweredCall) => void) | undefined,
): (answered: AnsweredCall) => void {
  return (answered) => {
    calls.add(answered)
    observer?.(answered)
  }
}

function describe(answered: AnsweredCall, number: number, parameters: ParameterUses): LoggedCall {
  const { call, service, request, ending, durationMs } = answered
  const { nowMs: atMs, requestId, dialect, action, account, user, accessKeyId, region, sourceAddress } = call
  const facts = { dialect, service, action, account, user, accessKeyId, region, sourceAddress }
  const ended =
    'refusal' in ending
      ? { outcome: ending.refusal.code, status: ending.refusal.status, message: ending.refusal.message }
      : { outcome: 'ok', status: 200, message: '' }
  return {
    ...{ number, atMs, durationMs, requestId, ...facts, ...ended, parameters },
    request: {
      method: request.method,
      path: request.path,
      query: redactQuery(request.rawQuery),
      headers: redactHeaders(request.headers),
      body: redactBody(request.body),
    },
    answer: 'answer' in ending ? redactAnswer(ending.answer) : undefined,
  }
}
