import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { Secret } from '../../core/secret.ts'
import { type Migration, migrations } from '../migrations/index.ts'
import { aesSealer } from '../sealer.ts'
import { migrate } from '../sql/migrate.ts'
import { sqlDatabase } from '../sql/sql-stores.ts'
import { describeAccessStores } from '../access.contract.ts'
import { describeSharedState } from '../shared-state.contract.ts'
import { describeStoreContract } from '../store.contract.ts'
import { openSqlite } from './sqlite-database.ts'

const sealer = aesSealer(Buffer.alloc(32, 7))

async function open(directory: string) {
  const db = openSqlite(directory)
  await migrate(db, migrations, 0)
  return sqlDatabase(db, sealer)
}

describeStoreContract('SQLite in memory', () => open('memory'))
describeSharedState('SQLite in memory', () => open('memory'))
describeAccessStores('SQLite in memory', () => open('memory'))

const TOKEN = { account: '1', dialect: 'cloud', region: 'here', action: 'Run', token: 'a-client-token' }

const OWNER = { account: '1', user: 'alice' }

describe('SQLite in a directory', () => {
  it('finds everything again after a restart, secrets sealed', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'keyplane-store-'))
    try {
      {
        await using database = await open(join(directory, 'data'))
        const secret = new Secret('a-very-secret-text')
        await database.accounts.insertAccessKey({
          id: 'AK',
          account: '1',
          user: 'root',
          secret,
          isDisabled: false,
        })
        const device = { id: 'd', ...OWNER, lastUsedStep: 7, checkedAtMs: 210_000 }
        await database.mfaDevices.insert({ ...device, secret: new Secret('ASECRETOFADEVICE') })
        const parametersHash = 'a-hash-with-a-password-in-it'
        const claim = { holder: 'request', parametersHash, nowMs: 0, expiresAtMs: 1_000 }
        expect(await database.idempotency.claim(TOKEN, claim)).toBe(true)
      }
      {
        await using database = await open(join(directory, 'data'))
        expect((await database.accounts.findAccessKey('AK'))?.secret.reveal()).toBe('a-very-secret-text')
        const device = await database.mfaDevices.find(OWNER)
        expect(device).toMatchObject({ id: 'd', lastUsedStep: 7, checkedAtMs: 210_000 })
        expect(device?.secret.reveal()).toBe('ASECRETOFADEVICE')
        const use = await database.idempotency.find(TOKEN, 0)
        expect(use?.parametersHash).toBe('a-hash-with-a-password-in-it')
      }
      const file = readFileSync(join(directory, 'data', 'keyplane.db'))
      expect(file.includes(TOKEN.token)).toBe(true)
      for (const text of ['a-very-secret-text', 'a-hash-with', 'ASECRETOFADEVICE'])
        expect(file.includes(text)).toBe(false)
      expect(statSync(join(directory, 'data')).mode & 0o777).toBe(0o700)
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })
})

describe('migrations', () => {
  it('are numbered from 1 without a gap', () => {
    expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 1))
  })

  it('leave nothing behind when one fails, and refuse a newer database', async () => {
    const db = openSqlite('memory')
    const broken: Migration = {
      number: migrations.length + 1,
      name: 'broken',
      async up(db) {
        await db.schema.createTable('half').addColumn('id', 'text').execute()
        throw new Error('broken half-way')
      },
    }
    await expect(migrate(db, [...migrations, broken], 0)).rejects.toThrow('broken half-way')
    const tables = await db.introspection.getTables()
    expect(tables.map(({ name }) => name)).not.toContain('half')
    await migrate(db, [...migrations, { ...broken, up: async () => {} }], 0)
    await expect(migrate(db, migrations, 0)).rejects.toThrow('newer version')
    await db.destroy()
  })
})
