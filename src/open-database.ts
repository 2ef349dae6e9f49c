import { type Config, ConfigError } from './config.ts'
import type { Database } from './core/database.ts'
import type { Log } from './core/log.ts'
import { checkMasterKey } from './master-key.ts'
import { orConfigError } from './or-config-error.ts'
import { migrations } from './store/migrations/index.ts'
import type { Sealer } from './store/sql/account-store.ts'
import { isSealedWith } from './store/sql/master-key-check.ts'
import { migrate } from './store/sql/migrate.ts'
import { sqlDatabase } from './store/sql/sql-stores.ts'
import { openSqlite } from './store/sqlite/sqlite-database.ts'

interface Needs {
  readonly sealer: Sealer
  readonly log: Log
  readonly nowMs: number
}

/** Opens the database that the configuration names, its tables up to date. ConfigError: it cannot be used. */
export function openDatabase({ data, databaseUrl }: Config, needs: Needs): Promise<Database> {
  return databaseUrl === undefined ? openEmbedded(data, needs) : openServer(databaseUrl, needs)
}

function openEmbedded(data: string, { sealer, nowMs }: Needs): Promise<Database> {
  return orConfigError(`the data in ${data} cannot be opened`, async () => {
    checkMasterKey(data, sealer)
    const db = openSqlite(data)
    await migrate(db, migrations, nowMs)
    return sqlDatabase(db, sealer)
  })
}

/** The address may have a password in it: messages name the place only. */
async function openServer(url: string, { sealer, log, nowMs }: Needs): Promise<Database> {
  // Only who uses it pays for loading it.
  const { migratePostgres } = await import('./store/postgres/migrate-postgres.ts')
  const { openPostgres, placeOf } = await import('./store/postgres/postgres-database.ts')
  const { serializable } = await import('./store/postgres/serializable.ts')
  const place = await orConfigError('--database-url cannot be read', () => placeOf(url))
  return orConfigError(`the database at ${place} cannot be used`, async () => {
    await migratePostgres(url, migrations, nowMs)
    const onIdleError = (error: Error) => log.warn({ err: error }, 'a connection to the database broke')
    const db = await openPostgres(url, { onIdleError })
    const database = sqlDatabase(db, sealer, serializable())
    if (await isSealedWith(db, sealer)) return database
    await database[Symbol.asyncDispose]()
    throw new ConfigError(`the data at ${place} was made with another master key`)
  })
}
