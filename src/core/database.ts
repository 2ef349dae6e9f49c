import type { MfaDeviceStore } from './accounts/mfa-store.ts'
import type { AccountStore } from './accounts/store.ts'
import type { TemporaryKeyStore } from './accounts/temporary-key-store.ts'
import type { ApiTokenStore } from './api-tokens/api-token.ts'
import type { AuditSealStore } from './audit/seal-store.ts'
import type { AuditStore } from './audit/store.ts'
import type { BindingStore } from './bindings/store.ts'
import type { TemporaryBindingStore } from './bindings/temporary-binding-store.ts'
import type { IdempotencyStore } from './idempotency/store.ts'
import type { InstanceStore } from './instances/store.ts'
import type { KeyPairStore } from './key-pairs/store.ts'
import type { MachineStore } from './machines/store.ts'
import type { NonceStore } from './nonces/store.ts'
import type { OperationStore } from './operations/store.ts'
import type { RateStore } from './rates/store.ts'
import type { TagStore } from './tags/store.ts'
import type { TallyStore } from './tallies/store.ts'
import type { Turn, TurnStore } from './turn-store.ts'

/** All stores, seen through one connection or one transaction. */
export interface Stores {
  readonly accounts: AccountStore
  readonly apiTokens: ApiTokenStore
  readonly audit: AuditStore
  readonly auditSeals: AuditSealStore
  readonly bindings: BindingStore
  readonly idempotency: IdempotencyStore
  readonly instances: InstanceStore
  readonly keyPairs: KeyPairStore
  readonly machines: MachineStore
  readonly mfaDevices: MfaDeviceStore
  readonly nonces: NonceStore
  readonly operations: OperationStore
  readonly rates: RateStore
  readonly tags: TagStore
  readonly tallies: TallyStore
  readonly temporaryBindings: TemporaryBindingStore
  readonly temporaryKeys: TemporaryKeyStore
  readonly turns: TurnStore
}

/** Other transactions were in the way too often: nothing is changed, and the same may be asked again. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError'
}

/** The database did not do what it was asked for: it is away, full, takes no changes, or refused a statement. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  /** What its engine calls it; undefined where that says nothing. */
  readonly code: unknown

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  }
}

/** Whether the database is what this came of, be it through a driver that keeps its records there. */
export function isOfDatabase(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (one instanceof DatabaseError || one instanceof ConflictError) return true
  }
  return false
}

export interface Database extends Stores, AsyncDisposable {
  /** Resolves when it answers and takes changes; rejects otherwise. */
  check(): Promise<void>
  /**
   * Commits when `work` resolves, rolls everything back when it rejects. Whoever relies on what he reads takes the turn
   * first, see {@link inTurn}; without it each statement carries its own check. `work` may be taken back and run again: what it
   * does outside `tx` must bear that. Of those whose turns meet, one runs at a time in this process, and the others wait
   * without a connection.
   * @throws ConflictError
   */
  transaction<T>(work: (tx: Stores) => Promise<T>, turn?: Turn): Promise<T>
  /** A sum of a text that only who has the master key can make. */
  readonly sum: (text: string) => string
  /** Reads of one instant; `work` writes nothing. */
  snapshot<T>(work: (stores: Stores) => Promise<T>): Promise<T>
}

/** Runs `work` in a transaction that has this turn, see {@link TurnStore}. */
export function inTurn<T>(
  database: Pick<Database, 'transaction'>,
  turn: Turn,
  work: (tx: Stores) => Promise<T>,
): Promise<T> {
  return database.transaction(async (tx) => {
    await tx.turns.take(turn)
    return work(tx)
  }, turn)
}
