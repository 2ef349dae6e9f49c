import { setImmediate as nextTurn } from 'node:timers/promises'

import type { Clock } from '../clock.ts'
import type { Database } from '../database.ts'
import { continueRowIds } from './row-ids.ts'
import { sealAccount } from './seal-account.ts'
import type { WrittenAccounts } from './written-accounts.ts'

/** From a written row to its seal, about; so many rows as come meanwhile are sealed together. */
const BETWEEN_PASSES_MS = 500
/** Rows that other processes left behind are looked for this often. */
const BETWEEN_SWEEPS_MS = 10 * 60_000
/** A row may have been written this much earlier than it is found by a sweep, where several processes write. */
const SWEEP_BACK_MS = 60 * 60_000

export interface SealerParts {
  readonly database: Database
  readonly written: WrittenAccounts
  /** The machine's own: chains go on while the time of a stand-in stands still. */
  readonly clock: Clock
  /**
   * How much later than its id tells a row may appear, in milliseconds: the longest transaction and what clocks of
   * several processes differ by. 0: rows appear in the order of their ids.
   */
  readonly lateMs: number
  readonly onError: (error: unknown) => void
}

/**
 * Makes the chains: a moment after rows were written, in batches, outside of the calls that wrote them. Which races
 * exist, and why nothing is lost:
 *
 * - Several processes may seal one account. The head is exchanged by compare-and-swap in the transaction that inserts
 *   the seals; who loses looks again.
 * - A row may be announced before it is committed: an account in which something was written is looked at twice.
 * - A process may die between a row and its seal: every start, and every sweep where there are several processes, looks
 *   at all accounts.
 */
export class AuditSealer implements AsyncDisposable {
  readonly #parts: SealerParts
  #again = new Set<string>()
  #timer: Disposable | undefined
  #sweepTimer: Disposable | undefined
  #working: Promise<void> = Promise.resolve()
  #isOver = false

  constructor(parts: SealerParts) {
    this.#parts = parts
  }

  /** Resolves when rows can be written; what was left unsealed is taken up afterwards. */
  async start(): Promise<void> {
    const newestId = await this.#parts.database.auditSeals.newestSettledId()
    // The machine's clock may have been put back since.
    if (newestId !== undefined) continueRowIds(newestId)
    this.#parts.written.listen(() => this.#wake())
    this.#sweepIn(BETWEEN_PASSES_MS)
  }

  /** Resolves when all that is committed by now is sealed. Errors are told, not thrown. */
  flush(): Promise<void> {
    this.#working = this.#working.then(() => this.#pass())
    return this.#working
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    this.#timer?.[Symbol.dispose]()
    this.#sweepTimer?.[Symbol.dispose]()
    await this.flush()
  }

  #wake(): void {
    if (this.#isOver) return
    const { clock } = this.#parts
    this.#timer ??= clock.wakeAt(clock.now() + BETWEEN_PASSES_MS, () => {
      this.#timer = undefined
      void this.flush()
    })
  }

  async #pass(): Promise<void> {
    const { written } = this.#parts
    const fresh = written.take()
    const accounts = new Set([...this.#again, ...fresh])
    this.#again = new Set(fresh)
    for (const account of accounts) {
      if (!(await this.#seal(account, 0))) this.#again.add(account)
      await nextTurn()
    }
    if (this.#again.size > 0) this.#wake()
  }

  #sweepIn(ms: number): void {
    const { clock } = this.#parts
    this.#sweepTimer = clock.wakeAt(clock.now() + ms, () => {
      this.#working = this.#working.then(() => this.#sweep())
    })
  }

  async #sweep(): Promise<void> {
    const { database, lateMs, onError } = this.#parts
    try {
      let account = await database.auditSeals.accountAfter(undefined)
      while (account !== undefined && !this.#isOver) {
        await this.#seal(account, lateMs === 0 ? 0 : SWEEP_BACK_MS)
        await nextTurn()
        account = await database.auditSeals.accountAfter(account)
      }
    } catch (error) {
      onError(error)
    }
    // The only process hears of every row itself.
    if (lateMs > 0 && !this.#isOver) this.#sweepIn(BETWEEN_SWEEPS_MS)
  }

  /** False: it did not work. */
  async #seal(account: string, backMs: number): Promise<boolean> {
    const { database, clock, lateMs, onError } = this.#parts
    try {
      await sealAccount(database, { account, nowMs: clock.now(), lateMs, backMs })
      return true
    } catch (error) {
      onError(error)
      return false
    }
  }
}
