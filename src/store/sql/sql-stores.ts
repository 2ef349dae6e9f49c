import type { Kysely, Transaction } from 'kysely'

import type { Database, Stores } from '../../core/database.ts'
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
) => Promise<T>

/** The product's database on a Kysely connection, whichever engine is behind it. */
export function sqlDatabase(
  db: Kysely<Schema>,
  sealer: Sealer,
  { run = (db, work) => db.transaction().execute(work), announce, isReadOnly }: SqlOptions = {},
): Database {
  return {
    ...storesOn(db, sealer, announce),
    transaction: (work) => run(db, (tx) => work(storesOn(tx, sealer, announce))),
    check: async () => {
      await db.selectFrom('settings').select('name').limit(1).execute()
      if (await isReadOnly?.(db)) throw new Error('the database takes no changes')
    },
    [Symbol.asyncDispose]: () => db.destroy(),
  }
}

export interface SqlOptions {
  readonly run?: RunTransaction
  readonly announce?: Announce | undefined
  /** Whether the engine takes no changes at the moment, as one that only follows another does. */
  readonly isReadOnly?: (db: Kysely<Schema>) => Promise<boolean>
}

function storesOn(db: Kysely<Schema>, sealer: Sealer, announce: Announce | undefined): Stores {
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
    operations: new SqlOperationStore(db, announce),
    rates: new SqlRateStore(db),
    tags: new SqlTagStore(db),
    temporaryKeys: new SqlTemporaryKeyStore(db, sealer),
  }
}
