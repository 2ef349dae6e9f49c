import type { Kysely, Transaction } from 'kysely'

import type { Database, Stores } from '../../core/database.ts'
import type { Turn, TurnStore } from '../../core/turn-store.ts'
import type { Sealer } from './account-store.ts'
import { SqlAccountStore } from './account-store.ts'
import { SqlApiTokenStore } from './api-token-store.ts'
import { SqlAuditSealStore } from './audit-seal-store.ts'
import { type OnAudit, SqlAuditStore } from './audit-store.ts'
import { SqlBindingStore } from './binding-store.ts'
import { SqlIdempotencyStore } from './idempotency-store.ts'
import { SqlInstanceStore } from './instance-store.ts'
import { SqlKeyPairStore } from './key-pair-store.ts'
import { SqlMachineStore } from './machine-store.ts'
import { SqlMfaDeviceStore } from './mfa-device-store.ts'
import { SqlNonceStore } from './nonce-store.ts'
import { type Announce, SqlOperationStore } from './operation-store.ts'
import { SqlRateStore } from './rate-store.ts'
import type { Schema } from './schema.ts'
import { SharedCommits } from './shared-commits.ts'
import { embeddedSnapshot, type Snapshot, unlessInTransaction } from './snapshot.ts'
import { writeCheck } from './write-check.ts'
import { SqlTagStore } from './tag-store.ts'
import { SqlTallyStore } from './tally-store.ts'
import { SqlTemporaryBindingStore } from './temporary-binding-store.ts'
import { SqlTemporaryKeyStore } from './temporary-key-store.ts'

/** Runs `work` in a transaction, again where the engine asks for it. */
export type RunTransaction = <T>(
  db: Kysely<Schema>,
  work: (tx: Transaction<Schema>) => Promise<T>,
  turn?: Turn,
) => Promise<T>

/** What engines do each in their own way. */
export interface SqlEngine {
  readonly run: RunTransaction
  readonly snapshot: Snapshot
  turns(db: Kysely<Schema>): TurnStore
  /** Told of operations, where somebody else may carry them on. */
  readonly announce?: Announce | undefined
  /** Told of audit rows. */
  readonly onAudit?: OnAudit | undefined
}

const sharedCommits = new WeakMap<Kysely<Schema>, SharedCommits>()

function runEmbedded<T>(db: Kysely<Schema>, work: (tx: Transaction<Schema>) => Promise<T>): Promise<T> {
  let commits = sharedCommits.get(db)
  if (!commits) sharedCommits.set(db, (commits = new SharedCommits(db)))
  return commits.run(work)
}

/** It runs one transaction at a time. */
export const EMBEDDED: SqlEngine = {
  run: runEmbedded,
  snapshot: embeddedSnapshot,
  turns: () => ({ take: () => Promise.resolve() }),
}

/** The product's database on a Kysely connection, whichever engine is behind it. */
export function sqlDatabase(db: Kysely<Schema>, sealer: Sealer, engine: SqlEngine = EMBEDDED): Database {
  const storesOf = (tx: Kysely<Schema>) => storesOn(tx, sealer, engine)
  return {
    ...storesOf(db),
    transaction: (work, turn) => engine.run(db, (tx) => work(storesOf(tx)), turn),
    snapshot: (work) => engine.snapshot(db, (tx) => work(storesOf(tx))),
    sum: (text) => sealer.sum(text),
    check: () => writeCheck(db),
    [Symbol.asyncDispose]: () => db.destroy(),
  }
}

/** The stores on one connection or in one transaction. */
export function storesOn(db: Kysely<Schema>, sealer: Sealer, engine: SqlEngine = EMBEDDED): Stores {
  const snapshot = unlessInTransaction(engine.snapshot)
  return {
    accounts: new SqlAccountStore(db, sealer),
    apiTokens: new SqlApiTokenStore(db),
    audit: new SqlAuditStore(db, sealer, engine.onAudit),
    auditSeals: new SqlAuditSealStore(db),
    bindings: new SqlBindingStore(db),
    idempotency: new SqlIdempotencyStore(db, sealer),
    instances: new SqlInstanceStore(db, snapshot),
    keyPairs: new SqlKeyPairStore(db, snapshot),
    machines: new SqlMachineStore(db),
    mfaDevices: new SqlMfaDeviceStore(db, sealer),
    nonces: new SqlNonceStore(db),
    operations: new SqlOperationStore(db, engine.announce),
    rates: new SqlRateStore(db),
    tags: new SqlTagStore(db),
    tallies: new SqlTallyStore(db, snapshot),
    temporaryBindings: new SqlTemporaryBindingStore(db),
    temporaryKeys: new SqlTemporaryKeyStore(db, sealer),
    turns: engine.turns(db),
  }
}
