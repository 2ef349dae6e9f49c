import type { AnsweredCall } from '../attempt.ts'
import type { ParameterUses } from '../parameter-uses.ts'
import type { CallProgress } from './call-steps.ts'
import type { WireRequest } from '../wire-request.ts'
import { keptText, redactAnswer, redactBody, redactHeaders, redactQuery } from './redact.ts'

/** One call as people look at it. It holds no secret. */
export interface LoggedCall {
  /** Grows by one with each call of this process. */
  readonly number: number
  readonly atMs: number
  /** When it was answered, by a clock that nobody sets, `performance.now()`: calls are counted by it. */
  readonly answeredAtMs: number
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
  readonly progress: CallProgress
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
const SWEEP_MS = 1_000
/** So many bytes of them wait for nothing; usual calls are some hundred bytes each, and reach it in no second. */
const MOST_RAW_BYTES = 16 * 1024 * 1024
const NO_USES: ParameterUses = { read: [], ignored: [], unknown: [] }
/** Parameters whose call never ended, as when it was taken back, are forgotten beyond so many. */
const MOST_UNENDED = 1_000

/** A call with its secrets. */
interface FreshCall {
  readonly answered: AnsweredCall
  readonly number: number
  readonly answeredAtMs: number
  readonly uses: ParameterUses
}

/**
 * The last calls of this process, in memory. A call costs a push: secrets are taken out a moment later, and of calls
 * that others have pushed out by then not at all.
 */
export class CallLog implements Disposable {
  readonly #kept: number
  readonly #calls: LoggedCall[] = []
  #fresh: FreshCall[] = []
  readonly #uses = new Map<string, ParameterUses>()
  readonly #listeners = new Set<(call: LoggedCall) => void>()
  #number = 0
  #rawBytes = 0
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
    this.#fresh.push({ answered, number: this.#number, answeredAtMs: performance.now(), uses })
    if (this.#fresh.length > this.#kept * 2) this.#fresh.splice(0, this.#fresh.length - this.#kept)
    this.#rawBytes += rawSize(answered.request)
    if (this.#listeners.size > 0 || this.#rawBytes > MOST_RAW_BYTES) this.#sweep()
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
    const fresh = this.#fresh.slice(-this.#kept)
    this.#fresh = []
    this.#rawBytes = 0
    for (const each of fresh) {
      const call = describe(each)
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

/** About the bytes that it came in. */
function rawSize({ path, rawQuery, headers, body }: WireRequest): number {
  let size = path.length + rawQuery.length + body.length
  for (const name in headers) size += name.length + (headers[name]?.length ?? 0)
  return size
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

function describe({ answered, number, answeredAtMs, uses: parameters }: FreshCall): LoggedCall {
  const { call, service, request, ending, progress, durationMs } = answered
  const { nowMs: atMs, requestId, dialect, account, user, sourceAddress } = call
  // What was cut out of the request must not keep all of it.
  const sent = {
    action: keptText(call.action),
    accessKeyId: keptText(call.accessKeyId),
    region: keptText(call.region),
  }
  const facts = { dialect, service, account, user, ...sent, sourceAddress }
  const ended =
    'refusal' in ending
      ? {
          outcome: ending.refusal.code,
          status: ending.refusal.status,
          message: keptText(ending.refusal.message),
        }
      : { outcome: 'ok', status: 200, message: '' }
  return {
    ...{ number, atMs, answeredAtMs, durationMs, requestId, ...facts, ...ended, parameters, progress },
    request: {
      method: request.method,
      path: keptText(request.path),
      query: redactQuery(request.rawQuery),
      headers: redactHeaders(request.headers),
      body: redactBody(request.body),
    },
    answer: 'answer' in ending ? redactAnswer(ending.answer) : undefined,
  }
}
