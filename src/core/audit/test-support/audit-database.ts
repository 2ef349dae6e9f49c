import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Kysely } from 'kysely'

import { migrations } from '../../../store/migrations/index.ts'
import { aesSealer } from '../../../store/sealer.ts'
import { migrate } from '../../../store/sql/migrate.ts'
import type { Schema } from '../../../store/sql/schema.ts'
import { sqlDatabase } from '../../../store/sql/sql-stores.ts'
import { openSqlite } from '../../../store/sqlite/sqlite-database.ts'
import type { Database } from '../../database.ts'
import type { AuditRow } from '../audit-row.ts'
import { sealAccount } from '../seal-account.ts'

export interface Opened extends AsyncDisposable {
  readonly database: Database
  /** What somebody has who has the database and not the master key. */
  readonly db: Kysely<Schema>
}

export const sealer = aesSealer(Buffer.alloc(32, 7))

export function row(action: string, fields: Partial<AuditRow> = {}): AuditRow {
  return {
    ...{ atMs: 1_000, dialect: 'cloud', account: '1', user: 'alice', accessKeyId: 'AK', region: 'here' },
    ...{ action, requestId: `r-${action}`, sourceAddress: '127.0.0.1', outcome: 'ok' },
    changes: [{ what: 'binding', verb: 'bound', subject: 'i-1' }],
    ...fields,
  }
}

/** Resolves to how many rows were sealed. */
export function seal(database: Database, account = '1'): Promise<number> {
  return sealAccount(database, { account, nowMs: Date.now(), lateMs: 0, backMs: 0 })
}

/** Writes and seals the rows A, B, C and D. */
export async function filled({ database }: Opened): Promise<void> {
  for (const action of ['A', 'B', 'C', 'D']) await database.audit.append([row(action)])
  await seal(database)
}

export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

export async function openEmbedded(): Promise<Opened> {
  const directory = mkdtempSync(join(tmpdir(), 'keyplane-audit-'))
  const db = openSqlite(directory)
  await migrate(db, migrations, 0)
  return {
    ...{ db, database: sqlDatabase(db, sealer) },
    async [Symbol.asyncDispose]() {
      await db.destroy()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
