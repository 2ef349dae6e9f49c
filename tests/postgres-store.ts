import type { LogConfig } from 'kysely'

import type { Database } from '../src/core/database.ts'
import { migrations } from '../src/store/migrations/index.ts'
import { migratePostgres } from '../src/store/postgres/migrate-postgres.ts'
import { openPostgres } from '../src/store/postgres/postgres-database.ts'
import { postgresEngine } from '../src/store/postgres/transactions.ts'
import { aesSealer } from '../src/store/sealer.ts'
import { sqlDatabase } from '../src/store/sql/sql-stores.ts'
import type { PostgresServer } from './postgres-server.ts'

const sealer = aesSealer(Buffer.alloc(32, 7))

/** Address of a database with all tables and no rows, to make others from. */
export async function createTemplate(server: PostgresServer): Promise<string> {
  const url = await server.createDatabase()
  await migratePostgres(url, migrations, 0)
  return url
}

/** The product's database at an address. */
export async function openDatabaseAt(url: string, log?: LogConfig): Promise<Database> {
  return sqlDatabase(await openPostgres(url, log ? { log } : {}), sealer, postgresEngine())
}
