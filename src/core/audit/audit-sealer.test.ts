import { afterEach, describe, expect, it, vi } from 'vitest'

import { heldClock } from '../../../tests/held-clock.ts'
import { PATIENCE } from '../../../tests/patience.ts'
import { migrations } from '../../store/migrations/index.ts'
import { aesSealer } from '../../store/sealer.ts'
import { migrate } from '../../store/sql/migrate.ts'
import { EMBEDDED, sqlDatabase } from '../../store/sql/sql-stores.ts'
import { openSqlite } from '../../store/sqlite/sqlite-database.ts'
import type { Database } from '../database.ts'
import type { AuditRow } from './audit-row.ts'
import { AuditSealer } from './audit-sealer.ts'
import { verifyAccount } from './verify.ts'
import { WrittenAccounts } from './written-accounts.ts'

const ROW: AuditRow = {
  ...{ atMs: 1, dialect: 'cloud', account: '1', user: 'alice', accessKeyId: 'AK', region: 'here' },
  ...{ action: 'Run', requestId: 'r', sourceAddress: '', outcome: 'ok', changes: [] },
}

async function open(written = new WrittenAccounts()) {
  const db = openSqlite('memory')
  await migrate(db, migrations, 0)
  const onAudit = (account: string) => written.add(account)
  const database = sqlDatabase(db, aesSealer(Buffer.alloc(32, 7)), { ...EMBEDDED, onAudit })
  const clock = heldClock(1_790_000_000_000)
  const errors: unknown[] = []
  const parts = { written, clock, lateMs: 0, onError: (error: unknown) => void errors.push(error) }
  const begin = async (over: Database = database) => {
    const sealer = new AuditSealer({ ...parts, database: over })
    await sealer.start()
    return sealer
  }
  return { database, clock, errors, begin, [Symbol.asyncDispose]: () => db.destroy() }
}

const sealedOf = async (database: Database) => (await verifyAccount(database, '1')).sealed

describe('AuditSealer', () => {
  afterEach(() => vi.useRealTimers())

  it('seals what was written a moment ago', async () => {
    await using test = await open()
    await using sealer = await test.begin()
    void sealer
    await test.database.audit.append([ROW, ROW])
    expect(await sealedOf(test.database)).toBe(0)
    test.clock.advance(1_000)
    await vi.waitFor(async () => expect(await sealedOf(test.database)).toBe(2), PATIENCE)
    expect(test.errors).toEqual([])
  })

  it('seals at the start what a process left that died between row and seal', async () => {
    await using test = await open()
    for (let n = 0; n < 700; n += 1) await test.database.audit.append([ROW])
    await using sealer = await test.begin()
    void sealer
    test.clock.advance(1_000)
    await vi.waitFor(async () => expect(await sealedOf(test.database)).toBe(700), PATIENCE)
  })

  it('seals what is left when it ends', async () => {
    await using test = await open()
    {
      await using sealer = await test.begin()
      void sealer
      await test.database.audit.append([ROW])
    }
    expect(await sealedOf(test.database)).toBe(1)
  })

  it('tells of a database that fails, and tries again', async () => {
    await using test = await open()
    const { database, clock, errors } = test
    let fails = true
    const transaction: Database['transaction'] = (work, turn) => {
      if (fails) throw new Error('the disk is full')
      return database.transaction(work, turn)
    }
    await using sealer = await test.begin({ ...database, transaction })
    void sealer
    await database.audit.append([ROW])
    clock.advance(1_000)
    await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0), PATIENCE)
    expect(await sealedOf(database)).toBe(0)
    fails = false
    await vi.waitFor(async () => {
      clock.advance(1_000)
      expect(await sealedOf(database)).toBe(1)
    }, PATIENCE)
  })

  it('goes on behind the newest seal when the clock of the machine was put back', async () => {
    await using test = await open()
    {
      await using sealer = await test.begin()
      void sealer
      await test.database.audit.append([ROW])
    }
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 })
    vi.resetModules()
    // A process that has given no id yet.
    const { continueRowIds, newRowId } = await import('./row-ids.ts')
    const newest = await test.database.auditSeals.newestSettledId()
    expect(newRowId() < (newest ?? '')).toBe(true)
    continueRowIds(newest ?? '')
    expect(newRowId() > (newest ?? '')).toBe(true)
  })
})
