import type { MfaDeviceStore } from './accounts/mfa-store.ts'
import type { AccountStore } from './accounts/store.ts'
import type { TemporaryKeyStore } from './accounts/temporary-key-store.ts'
import type { AuditStore } from './audit/store.ts'
import type { BindingStore } from './bindings/store.ts'
import type { IdempotencyStore } from './idempotency/store.ts'
import type { InstanceStore } from './instances/store.ts'
import type { KeyPairStore } from './key-pairs/store.ts'
import type { MachineStore } from './machines/store.ts'
import type { NonceStore } from './nonces/store.ts'
import type { OperationStore } from './operations/store.ts'
import type { RateStore } from './rates/store.ts'
import type { TagStore } from './tags/store.ts'

/** All stores, seen through one connection or one transaction. */
export interface Stores {
  readonly accounts: AccountStore
  readonly audit: AuditStore
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
  readonly temporaryKeys: TemporaryKeyStore
}

/** Other transactions were in the way too often: nothing is changed, and the same may be asked again. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError'
}

export interface Database extends Stores, AsyncDisposable {
  /** Resolves when it answers and takes changes; rejects otherwise. */
  check(): Promise<void>
  /**
   * Commits when `work` resolves, rolls everything back when it rejects. Transactions come to the same as one after
   * the other. An engine that runs several at once may take one back and run its `work` again: what `work` does
   * outside `tx` must bear that.
   * @throws ConflictError
   */
  transaction<T>(work: (tx: Stores) => Promise<T>): Promise<T>
}
