import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Kysely } from 'kysely'

import type { PostgresServer } from '../../../tests/postgres-server.ts'
import { checkMasterKey, deriveKey } from '../../master-key.ts'
import { type Migration, migrations as allMigrations } from '../../store/migrations/index.ts'
import { migratePostgres } from '../../store/postgres/migrate-postgres.ts'
import { openPostgres } from '../../store/postgres/postgres-database.ts'
import { aesSealer } from '../../store/sealer.ts'
import { isSealedWith } from '../../store/sql/master-key-check.ts'
import { migrate } from '../../store/sql/migrate.ts'
import type { Schema } from '../../store/sql/schema.ts'
import { openSqlite } from '../../store/sqlite/sqlite-database.ts'

export const ENGINES = ['SQLite', 'PostgreSQL'] as const
export type Engine = (typeof ENGINES)[number]

export interface Place {
  readonly data: string
  readonly databaseUrl: string | undefined
  readonly masterKey: string
}

const MASTER_KEY = '07'.repeat(32)
const sealer = aesSealer(deriveKey(Buffer.from(MASTER_KEY, 'hex'), 'access key secrets'))

/** A directory of its own for one test. */
export function scratchDirectory(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'keyplane-backup-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** Where nothing is yet. */
export async function newPlace(engine: Engine, data: string, server: PostgresServer): Promise<Place> {
  const databaseUrl = engine === 'SQLite' ? undefined : await server.createDatabase()
  return { data, databaseUrl, masterKey: MASTER_KEY }
}

/** Works on a database as a server does: made, brought up to date and marked first, closed afterwards. */
export async function inDatabase<T>(
  { data, databaseUrl }: Place,
  work: (db: Kysely<Schema>) => Promise<T>,
  migrations: readonly Migration[] = allMigrations,
): Promise<T> {
  if (databaseUrl !== undefined) await migratePostgres(databaseUrl, migrations, 0)
  else checkMasterKey(data, sealer)
  const db = databaseUrl === undefined ? openSqlite(data) : await openPostgres(databaseUrl)
  try {
    if (databaseUrl === undefined) await migrate(db, migrations, 0)
    else await isSealedWith(db, sealer)
    return await work(db)
  } finally {
    await db.destroy()
  }
}

/** Works on it as it is. */
export async function inspect<T>(
  { data, databaseUrl }: Place,
  work: (db: Kysely<Schema>) => Promise<T>,
): Promise<T> {
  const db = databaseUrl === undefined ? openSqlite(data) : await openPostgres(databaseUrl)
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}
