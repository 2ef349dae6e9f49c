import { join } from 'node:path'

import type { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { noPostgres, type PostgresServer, startPostgres } from '../../../tests/postgres-server.ts'
import { makeBackup } from '../../backup/make-backup.ts'
import { restoreBackup } from '../../backup/restore-backup.ts'
import { ENGINES, inDatabase, newPlace, scratchDirectory } from '../../backup/test-support/places.ts'
import { deriveKey } from '../../master-key.ts'
import { postgresEngine } from '../../store/postgres/transactions.ts'
import { aesSealer } from '../../store/sealer.ts'
import type { Schema } from '../../store/sql/schema.ts'
import { EMBEDDED, sqlDatabase } from '../../store/sql/sql-stores.ts'
import type { AuditRow } from './audit-row.ts'
import { sealAccount } from './seal-account.ts'
import { verifyAccount } from './verify.ts'

const WRITING = { isForced: false, signal: new AbortController().signal, nowMs: 1_790_000_000_000 }
const SEALING = { account: '1', nowMs: Date.now(), lateMs: 0, backMs: 0 }
const ROW: AuditRow = {
  ...{ atMs: 1, dialect: 'cloud', account: '1', user: 'ключ "密钥" 🗝', accessKeyId: 'AK', region: 'here' },
  ...{ action: 'Run', requestId: 'r', sourceAddress: '', outcome: 'ok', changes: [] },
}

describe.skipIf(noPostgres !== undefined)('a restored backup', () => {
  let server: PostgresServer
  beforeAll(async () => void (server = await startPostgres()), 120_000)
  afterAll(() => server[Symbol.asyncDispose]())

  const pairs = ENGINES.flatMap((from) => ENGINES.map((to) => [from, to] as const))
  it.each(pairs)('has whole chains that go on, from %s to %s', async (from, to) => {
    using scratch = scratchDirectory()
    const source = await newPlace(from, join(scratch.path, 'source'), server)
    const sealer = aesSealer(deriveKey(Buffer.from(source.masterKey, 'hex'), 'access key secrets'))
    const databaseOn = (db: Kysely<Schema>, engine: (typeof ENGINES)[number]) =>
      sqlDatabase(db, sealer, engine === 'SQLite' ? EMBEDDED : postgresEngine())
    await inDatabase(source, async (db) => {
      const database = databaseOn(db, from)
      await database.audit.append([ROW, ROW])
      expect(await sealAccount(database, SEALING)).toBe(2)
      // One that a crash left without its seal.
      await database.audit.append([ROW])
    })
    const file = join(scratch.path, 'backup')
    await makeBackup(source, file, WRITING)
    const target = await newPlace(to, join(scratch.path, 'target'), server)
    await restoreBackup(target, file, { isReplacing: false, nowMs: 5 })
    await inDatabase(target, async (db) => {
      const database = databaseOn(db, to)
      expect(await verifyAccount(database, '1')).toMatchObject({ sealed: 2, unsealed: 1, broken: undefined })
      await database.audit.append([ROW])
      expect(await sealAccount(database, SEALING)).toBe(2)
      expect(await verifyAccount(database, '1')).toMatchObject({ sealed: 4, unsealed: 0, broken: undefined })
      const deleting = db.deleteFrom('audit').execute()
      const isDeleted = await deleting.then(
        () => true,
        () => false,
      )
      expect(isDeleted).toBe(to === 'PostgreSQL')
    })
  })
})
