import type { Call } from '../call.ts'
import type { Clock } from '../clock.ts'
import type { AuditRow } from './audit-row.ts'
import type { AuditStore } from './store.ts'

/** Rows of calls that changed nothing may wait this long before they are written, several at a time. */
const LONGEST_WAIT_MS = 50
const LARGEST_BATCH = 500

/** The audit row of a call; `outcome` is `ok` or the code of the refusal. */
export function auditRow(call: Call, outcome: string): AuditRow {
  const { dialect, account, user, accessKeyId, region, action, requestId, sourceAddress } = call
  const facts = { dialect, account, user, accessKeyId, region, action, requestId, sourceAddress }
  return { atMs: call.nowMs, ...facts, outcome, changes: call.trail.changes }
}

/**
 * Writes the rows of calls that changed nothing: reads and refusals. They are gathered for a moment and written
 * together, so a crash may lose the last 50 ms of them. Rows of changes never pass here: they are committed with
 * the change itself.
 */
export class AuditLog implements AsyncDisposable {
  readonly #store: AuditStore
  readonly #clock: Clock
  readonly #onError: (error: unknown) => void
  #waiting: AuditRow[] = []
  #timer: Disposable | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(store: AuditStore, clock: Clock, onError: (error: unknown) => void) {
    this.#store = store
    this.#clock = clock
    this.#onError = onError
  }

  add(row: AuditRow): void {
    this.#waiting.push(row)
    if (this.#waiting.length >= LARGEST_BATCH) void this.flush()
    else this.#timer ??= this.#clock.wakeAt(this.#clock.now() + LONGEST_WAIT_MS, () => void this.flush())
  }

  /** Resolves when every row added so far is written; a failed write is reported and never thrown. */
  flush(): Promise<void> {
    this.#timer?.[Symbol.dispose]()
    this.#timer = undefined
    const rows = this.#waiting
    this.#waiting = []
    if (rows.length > 0) {
      this.#writing = this.#writing.then(() => this.#store.append(rows)).catch(this.#onError)
    }
    return this.#writing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.flush()
  }
}
