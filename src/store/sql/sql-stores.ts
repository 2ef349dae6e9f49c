import type { Kysely, Transaction } from 'kysely'

import type { Database, Stores } from '../../core/database.ts'
import type { Turn, TurnStore } from '../../core/turn-store.ts'
import type { Sealer } from './account-store.ts'
import { SqlAccountStore } from './account-store.ts'
import { SqlAuditStore } from './audit-store.ts'
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
import { SqlTagStore } from './tag-store.ts'
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
  /** Runs `work` in a transaction that sees one instant and writes nothing. */
  readonly snapshot: RunTransaction
  turns(db: Kysely<Schema>): TurnStore
  /** Whether it takes no changes at the moment, as one that only follows another does. */
  isReadOnly(db: Kysely<Schema>): Promise<boolean>
  /** Told of operations, where somebody else may carry them on. */
  readonly announce?: Announce | undefined
}

/** It runs one transaction at a time. */
const EMBEDDED: SqlEngine = {
  run: (db, work) => db.transaction().execute(work),
  snapshot: (db, work) => db.transaction().execute(work),
  turns: () => ({ take: () => Promise.resolve() }),
  isReadOnly: () => Promise.resolve(false),
}

/** The product's database on a Kysely connection, whichever engine is behind it. */
export function sqlDatabase(db: Kysely<Schema>, sealer: Sealer, engine: SqlEngine = EMBEDDED): Database {
  const storesOf = (tx: Kysely<Schema>) => storesOn(tx, sealer, engine)
  return {
    ...storesOf(db),
    transaction: (work, turn) => engine.run(db, (tx) => work(storesOf(tx)), turn),
    snapshot: (work) => engine.snapshot(db, (tx) => work(storesOf(tx))),
    check: async () => {
      await db.selectFrom('settings').select('name').limit(1).execute()
      if (await engine.isReadOnly(db)) throw new Error('the database takes no changes')
    },
    [Symbol.asyncDispose]: () => db.destroy(),
  }
}

function storesOn(db: Kysely<Schema>, sealer: Sealer, engine: SqlEngine): Stores {
  return {
    accounts: new SqlAccountStore(db, sealer),
    audit: new SqlAuditStore(db),
    bindings: new SqlBindingStore(db),
    idempotency: new SqlIdempotencyStore(db, sealer),
    instances: new SqlInstanceStore(db),
    keyPairs: new SqlKeyPairStore(db),
    machines: new SqlMachineStore(db),
    mfaDevices: new SqlMfaDeviceStore(db, sealer),
    nonces: new SqlNonceStore(db),
    operations: new SqlOperationStore(db, engine.announce),
    rates: new SqlRateStore(db),
    tags: new SqlTagStore(db),
    temporaryKeys: new SqlTemporaryKeyStore(db, sealer),
    turns: engine.turns(db),
  }
}
