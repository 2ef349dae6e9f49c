import type { AuditLog } from '../core/audit/audit-log.ts'
import type { Core } from '../core/core.ts'
import type { Stores } from '../core/database.ts'
import type { SeededIds } from '../core/ids.ts'
import type { InstanceKey } from '../core/instances/instance.ts'
import { KeyedQueue } from '../core/keyed-queue.ts'
import type { WorldClock } from '../core/world-clock.ts'
import type { WorldData } from '../store/world/world-data.ts'
import type { FaultRule, NewFaultRule } from './fault-rule.ts'
import type { FaultRules } from './fault-rules.ts'
import type { SnapshotEntry, SnapshotShelf } from './snapshot-shelf.ts'
import { untilSettled } from './until-settled.ts'
import { WorldError } from './world-error.ts'
import type { Held, WorldHolds } from './world-holds.ts'

/** Longest step that time makes at once: a year. */
const LONGEST_ADVANCE_MS = 366 * 24 * 60 * 60_000
const SNAPSHOT_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/i

export interface ClockState {
  readonly mode: 'real' | 'held'
  /** What the world takes for now, milliseconds since the epoch. */
  readonly nowMs: number
}

/** A world as it is controlled at the moment. */
export interface WorldState {
  readonly clock: ClockState
  /** Undefined: ids and keys are made by chance. */
  readonly seedNumber: number | undefined
  readonly holds: readonly Held[]
  readonly faults: readonly FaultRule[]
  readonly snapshots: readonly SnapshotEntry[]
}

/** What of the running server is stopped, told or changed. */
export interface WorldParts {
  readonly core: Core
  readonly auditLog: AuditLog
  readonly data: WorldData
  readonly clock: WorldClock
  readonly faults: FaultRules
  readonly holds: WorldHolds
  readonly shelf: SnapshotShelf
  readonly seedNumber: number | undefined
  readonly ids: SeededIds | undefined
  readonly operations: {
    readonly isIdle: () => boolean
    readonly pausedWhile: <T>(work: () => Promise<T>) => Promise<T>
  }
  /** Ends the sessions at simulated machines whose ids are meant; all of them by default. */
  readonly cutSessions: (isMeant?: (machineId: string) => boolean) => void
  /** Forgets what was kept in memory of rows that may be others now; `asAtStart`: and what counts from the start. */
  readonly forget: (options: { readonly asAtStart: boolean }) => void
  /**
   * Reads the seed file anew; what it returns writes it, of one account or of all. Undefined: there is none.
   * @throws ConfigError
   */
  readonly readSeed: (() => (tx: Stores, account?: string) => Promise<void>) | undefined
}

/**
 * Sets the world of a stand-in back, keeps and brings back its states, moves its time and lets things go wrong. There is
 * none in strict mode. Methods throw WorldError.
 *
 * The races: calls go on while data is exchanged. Each exchange is one transaction, so a call finds the old world or the new
 * one; caches are emptied behind it, and do not keep what was being read meanwhile. Operations stand still, as their
 * steps reach machines outside a transaction; sessions at machines end, before and after.
 */
export class WorldControl {
  readonly #parts: WorldParts
  readonly #queue = new KeyedQueue()

  constructor(parts: WorldParts) {
    this.#parts = parts
  }

  async state(): Promise<WorldState> {
    const { seedNumber, shelf, faults } = this.#parts
    const snapshots = await shelf.list()
    return { clock: this.clock(), seedNumber, holds: await this.holds(), faults: faults.list(), snapshots }
  }

  /**
   * Back to the seed file, or to nothing where there is none. All: as after a start, without fault rules and holds, on
   * the real clock; snapshots stay. One account: only what is his; the audit log and ids go on.
   */
  reset({ account }: { readonly account?: string | undefined } = {}): Promise<void> {
    return this.#exclusively(() => (account === undefined ? this.#resetAll() : this.#resetAccount(account)))
  }

  /** Replaces one of the same name. */
  async saveSnapshot(name: string): Promise<SnapshotEntry> {
    this.#refuseShared('snapshots need')
    if (!SNAPSHOT_NAME.test(name)) {
      throw new WorldError('invalid', 'a snapshot has up to 64 letters, digits, dots and dashes for a name')
    }
    const { auditLog, data, shelf, clock, holds, ids } = this.#parts
    return this.#exclusively(async () => {
      await auditLog.flush()
      const picture = await data.read()
      const takenAtMs = clock.now()
      const held = clock.isHeld ? { heldAtMs: takenAtMs } : {}
      // Later than the rows: none of them has an id that is given again.
      const given = ids ? { ids: ids.position() } : {}
      return shelf.put(name, picture, { takenAtMs, ...held, holds: holds.keys(), ...given })
    })
  }

  /** Brings the world back as it was saved: its data, its clock if that was held, and its holds; fault rules stay. */
  async loadSnapshot(name: string): Promise<void> {
    this.#refuseShared('snapshots need')
    const { auditLog, data, shelf, clock, holds, ids, operations, forget } = this.#parts
    return this.#exclusively(async () => {
      const snapshot = SNAPSHOT_NAME.test(name) ? await shelf.get(name) : undefined
      if (!snapshot) throw noSnapshot(name)
      await auditLog.flush()
      await operations.pausedWhile(async () => {
        this.#parts.cutSessions()
        await data.replace(snapshot, () => Promise.resolve(), clock.now())
        holds.replace(snapshot.holds)
        if (snapshot.ids) ids?.moveTo(snapshot.ids)
        if (snapshot.heldAtMs === undefined) clock.release()
        else clock.hold(snapshot.heldAtMs)
        forget({ asAtStart: false })
        this.#parts.cutSessions()
      })
    })
  }

  listSnapshots(): Promise<readonly SnapshotEntry[]> {
    return this.#parts.shelf.list()
  }

  async removeSnapshot(name: string): Promise<void> {
    const isThere = SNAPSHOT_NAME.test(name) && (await this.#parts.shelf.remove(name))
    if (!isThere) throw noSnapshot(name)
  }

  clock(): ClockState {
    const { clock } = this.#parts
    return { mode: clock.isHeld ? 'held' : 'real', nowMs: clock.now() }
  }

  /** Time stands still, now or at an instant, milliseconds since the epoch. */
  holdClock(atMs?: number): ClockState {
    this.#refuseShared('a clock that is held needs')
    this.#parts.clock.hold(atMs)
    return this.clock()
  }

  /** Resolves when what became due on the way is done, as far as it ends by itself. */
  async advanceClock(byMs: number): Promise<ClockState> {
    const { clock, operations } = this.#parts
    if (!clock.isHeld) throw new WorldError('invalid', 'the clock is not held; hold it first')
    const isLength = Number.isSafeInteger(byMs) && byMs >= 0 && byMs <= LONGEST_ADVANCE_MS
    if (!isLength) throw new WorldError('invalid', 'time is advanced by 0 milliseconds to 366 days')
    await this.#exclusively(() => clock.advance(byMs, () => untilSettled(operations)))
    return this.clock()
  }

  /** The clock of the machine is in force again. */
  useRealClock(): ClockState {
    this.#parts.clock.release()
    return this.clock()
  }

  holds(): Promise<readonly Held[]> {
    return this.#parts.holds.list(this.#parts.core)
  }

  /** The instance stays busy with the operation that runs, or with its next one, until it is released. */
  async hold(key: InstanceKey): Promise<Held> {
    this.#refuseShared('an operation that is held needs')
    return this.#parts.holds.hold(this.#parts.core, key)
  }

  /** Also ends what a seed file holds open. */
  release(key: InstanceKey): Promise<Held> {
    return this.#parts.holds.release(this.#parts.core, key)
  }

  addFault(rule: NewFaultRule): FaultRule {
    return this.#parts.faults.add(rule)
  }

  listFaults(): readonly FaultRule[] {
    return this.#parts.faults.list()
  }

  removeFault(id: string): void {
    this.#parts.faults.remove(id)
  }

  async #resetAll(): Promise<void> {
    const { auditLog, clock, data, faults, forget, holds, ids, operations, readSeed } = this.#parts
    const plant = readSeed?.()
    await auditLog.flush()
    await operations.pausedWhile(async () => {
      this.#parts.cutSessions()
      clock.release()
      const given = ids?.position()
      ids?.moveTo()
      try {
        await data.clear(async (tx) => plant?.(tx), clock.now())
      } catch (error) {
        ids?.moveTo(given)
        throw error
      }
      faults.clear()
      holds.replace([])
      forget({ asAtStart: true })
      this.#parts.cutSessions()
    })
  }

  async #resetAccount(account: string): Promise<void> {
    const { auditLog, data, faults, forget, holds, operations, readSeed } = this.#parts
    const plant = readSeed?.()
    await auditLog.flush()
    await operations.pausedWhile(async () => {
      const isHis = (machineId: string) => machineId.split('/')[1] === account
      this.#parts.cutSessions(isHis)
      await data.removeAccount(account, async (tx) => plant?.(tx, account))
      faults.clear(account)
      holds.replace(holds.keys().filter((key) => key.account !== account))
      forget({ asAtStart: false })
      this.#parts.cutSessions(isHis)
    })
  }

  /** One change of the world as a whole after the other. */
  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.#queue.run(['world'], work)
  }

  #refuseShared(what: string): void {
    if (this.#parts.data.engine === 'sqlite') return
    throw new WorldError('unsupported', `${what} the embedded database: others share the data in PostgreSQL`)
  }
}

function noSnapshot(name: string): WorldError {
  return new WorldError('unknown', `there is no snapshot named ${name}`)
}
