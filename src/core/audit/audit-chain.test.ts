import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { noPostgres, type PostgresServer, startPostgres } from '../../../tests/postgres-server.ts'
import { createTemplate } from '../../../tests/postgres-store.ts'
import { migrations } from '../../store/migrations/index.ts'
import { migratePostgres } from '../../store/postgres/migrate-postgres.ts'
import { openPostgres } from '../../store/postgres/postgres-database.ts'
import { postgresEngine } from '../../store/postgres/transactions.ts'
import type { Schema } from '../../store/sql/schema.ts'
import { sqlDatabase } from '../../store/sql/sql-stores.ts'
import { exportAudit } from './export.ts'
import { sealAccount } from './seal-account.ts'
import {
  collect,
  filled,
  openEmbedded,
  type Opened,
  row,
  seal,
  sealer,
} from './test-support/audit-database.ts'
import { verifyAccount, verifyAudit } from './verify.ts'

/** As somebody does it who opens the file with another program. */
async function withoutTriggers(db: Kysely<Schema>): Promise<void> {
  for (const table of ['audit', 'audit_seals'])
    for (const verb of ['update', 'delete'])
      await sql.raw(`drop trigger if exists ${table}_no_${verb}`).execute(db)
}

describeChain('SQLite', openEmbedded, withoutTriggers)

describe.skipIf(noPostgres !== undefined)('with a server', () => {
  let server: PostgresServer
  let template: string
  beforeAll(async () => {
    server = await startPostgres()
    template = await createTemplate(server)
  }, 120_000)
  afterAll(() => server[Symbol.asyncDispose]())

  async function openServer(): Promise<Opened> {
    const db = await openPostgres(await server.createDatabase(template))
    const database = sqlDatabase(db, sealer, postgresEngine())
    return { db, database, [Symbol.asyncDispose]: () => db.destroy() }
  }

  describeChain('PostgreSQL', openServer, async () => {})

  it('keeps rows from before and takes those of processes that are older, without trusting them', async () => {
    const url = await server.createDatabase()
    const before = migrations.filter(({ number }) => number <= 10)
    await migratePostgres(url, before, 0)
    const db = await openPostgres(url)
    const insertAsBefore = (action: string, atMs: number) =>
      sql`insert into audit (account_id, at_ms, request_id, user_name, access_key_id, dialect, region, action,
        source_address, outcome, changes) values ('1', ${atMs}, 'r', '', '', '', '', ${action}, '', 'ok', '[]')`.execute(
        db,
      )
    try {
      await insertAsBefore('second', 2)
      await insertAsBefore('first', 1)
      await migratePostgres(url, migrations, 0)
      await insertAsBefore('by an older one', 3)
      const database = sqlDatabase(db, sealer, postgresEngine())
      await database.audit.append([row('last')])
      expect(await seal(database)).toBe(3)
      await insertAsBefore('by another older one', 4)
      expect(await seal(database)).toBe(0)
      const rows = await database.audit.list({ account: '1', order: 'oldestFirst', limit: 9 })
      expect(rows.map(({ action, number }) => [action, number])).toEqual([
        ...[
          ['first', 1],
          ['second', 2],
          ['by an older one', undefined],
        ],
        ...[
          ['by another older one', undefined],
          ['last', 3],
        ],
      ])
      expect(await verifyAccount(database, '1')).toMatchObject({
        ...{ sealed: 3, unsealed: 0, unprotected: 2, broken: undefined },
      })
    } finally {
      await db.destroy()
    }
  })

  it('seals a row that was committed long after its id was given', async () => {
    await using opened = await openServer()
    const { database } = opened
    const wish = { account: '1', nowMs: Date.now(), lateMs: 60_000, backMs: 0 }
    const isOpen = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const late = database.transaction(async (tx) => {
      await tx.audit.append([row('late')])
      isOpen.resolve()
      await mayEnd.promise
    })
    await isOpen.promise
    await database.audit.append([row('early')])
    expect(await sealAccount(database, wish)).toBe(1)
    mayEnd.resolve()
    await late
    expect(await sealAccount(database, wish)).toBe(1)
    expect(await verifyAccount(database, '1')).toMatchObject({ sealed: 2, unsealed: 0, broken: undefined })
  })
})

function describeChain(
  engine: string,
  open: () => Promise<Opened>,
  unlock: (db: Kysely<Schema>) => Promise<void>,
): void {
  describe(`the chain on ${engine}`, () => {
    it('gives consecutive numbers in the order of writing, and is whole', async () => {
      await using opened = await open()
      const { database } = opened
      await filled(opened)
      await database.audit.append([row('E'), row('other', { account: '2' }), row('unknown', { account: '' })])
      expect(await verifyAccount(database, '1')).toMatchObject({ sealed: 4, unsealed: 1, broken: undefined })
      await seal(database)
      await seal(database, '2')
      await seal(database, '')
      const checks = await collect(verifyAudit(database))
      expect(checks).toMatchObject([
        { account: '', sealed: 1, unsealed: 0, broken: undefined },
        { account: '1', sealed: 5, unsealed: 0, broken: undefined },
        { account: '2', sealed: 1, unsealed: 0, broken: undefined },
      ])
      const listed = await database.audit.list({ account: '1', order: 'oldestFirst', limit: 10 })
      expect(listed.map(({ action, number }) => [action, number])).toEqual(
        'ABCDE'.split('').map((action, place) => [action, place + 1]),
      )
    })

    it('reads back what callers sent as it was summed up', async () => {
      await using opened = await open()
      const { database } = opened
      await database.audit.append([row('nul\0 and half \ud83d', { user: '名 "\\' })])
      await seal(database)
      expect(await verifyAccount(database, '1')).toMatchObject({ sealed: 1, broken: undefined })
    })

    it('is made once by two who seal at the same time', async () => {
      await using opened = await open()
      const { database } = opened
      for (let n = 0; n < 450; n += 1) await database.audit.append([row(`A${n}`)])
      const sealed = await Promise.all([seal(database), seal(database), seal(database)])
      expect(sealed.reduce((sum, one) => sum + one, 0)).toBe(450)
      expect(await verifyAccount(database, '1')).toMatchObject({
        sealed: 450,
        unsealed: 0,
        broken: undefined,
      })
    })

    const tampering: readonly (readonly [string, string, object])[] = [
      [
        'a changed column',
        `update audit set outcome = 'Denied' where action = 'B'`,
        { number: 2, why: 'changed' },
      ],
      [
        'a changed account',
        `update audit set account_id = '9' where action = 'B'`,
        { number: 2, why: 'missing' },
      ],
      ['a deleted row', `delete from audit where action = 'C'`, { number: 3, why: 'missing' }],
      ['a deleted seal', `delete from audit_seals where number = 3`, { number: 3, why: 'missing' }],
      ['a deleted first row', `delete from audit where action = 'A'`, { number: 1, why: 'missing' }],
      [
        'a deleted tail',
        `delete from audit where action = 'D'; delete from audit_seals where number = 4`,
        { number: 4, why: 'missing' },
      ],
      [
        'a deleted tail with the head put back',
        `delete from audit where action = 'D'; delete from audit_seals where number = 4;
         update audit_heads set number = 3, hash = (select hash from audit_seals where number = 3)`,
        { number: 0, why: 'head' },
      ],
      [
        'swapped rows',
        `update audit set outcome = 'swap' where action = 'B'; update audit set action = 'B2' where action = 'B';
         update audit set action = 'B' where action = 'C'; update audit set action = 'C' where action = 'B2'`,
        { number: 2, why: 'changed' },
      ],
      ['a changed hash', `update audit_seals set hash = 'x' where number = 4`, { number: 4, why: 'changed' }],
      ['a removed head', `delete from audit_heads`, { number: 1, why: 'head' }],
      ['a changed head', `update audit_heads set settled_id = ''`, { number: 0, why: 'head' }],
      ['a removed account', `delete from audit; delete from audit_seals`, { number: 1, why: 'missing' }],
    ]
    it.each(tampering)('tells %s', async (_name, statements, broken) => {
      await using opened = await open()
      const { database, db } = opened
      await filled(opened)
      await unlock(db)
      for (const statement of statements.split(';')) await sql.raw(statement).execute(db)
      const checks = await collect(verifyAudit(database))
      expect(checks.find(({ account }) => account === '1')?.broken).toMatchObject(broken)
    })

    it('follows a chain that grows while it is checked', async () => {
      await using opened = await open()
      const { database } = opened
      const { auditSeals } = database
      let looks = 0
      const head = async (account: string) => {
        const found = await auditSeals.head(account)
        looks += 1
        // Right after the head was read, twice: at first there was none.
        if (looks <= 2) {
          await database.audit.append([row(`look ${looks}`)])
          await seal(database)
        }
        return found
      }
      const growing = new Proxy(auditSeals, {
        get: (store, name) => {
          if (name === 'head') return head
          const method: unknown = Reflect.get(store, name)
          return typeof method === 'function' ? (method.bind(store) as unknown) : method
        },
      })
      expect(await verifyAccount({ ...database, auditSeals: growing }, '1')).toMatchObject({
        ...{ sealed: 2, unsealed: 0, broken: undefined },
      })
    })

    it('tells a row that was written without the master key, and never seals it', async () => {
      await using opened = await open()
      const { database, db } = opened
      await filled(opened)
      const [last] = await db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(1).execute()
      if (!last) throw new Error('there is a row')
      await db
        .insertInto('audit')
        .values({ ...last, id: `${last.id}0`, action: 'forged' })
        .execute()
      await database.audit.append([row('E')])
      expect(await seal(database)).toBe(1)
      expect(await verifyAccount(database, '1')).toMatchObject({
        sealed: 5,
        broken: { number: 6, why: 'extra', rowId: `${last.id}0` },
      })
    })

    it('tells by an end that was kept elsewhere that an earlier copy was put back', async () => {
      await using opened = await open()
      const { database } = opened
      await filled(opened)
      const anchor = (await verifyAccount(database, '1')).end
      expect(anchor?.number).toBe(4)
      expect((await verifyAccount(database, '1', { anchor })).broken).toBeUndefined()
      await using earlier = await open()
      await earlier.database.audit.append([row('A')])
      await seal(earlier.database)
      expect((await verifyAccount(earlier.database, '1')).broken).toBeUndefined()
      expect(await verifyAccount(earlier.database, '1', { anchor })).toMatchObject({
        broken: { number: 4, why: 'anchor' },
      })
    })

    it('lists by every filter, page by page, and exports all', async () => {
      await using opened = await open()
      const { database } = opened
      await filled(opened)
      await database.audit.append([
        row('E', { user: 'bob', outcome: 'Denied', atMs: 5_000, changes: [] }),
        row('F', { account: '2' }),
      ])
      const actions = async (query: object) => {
        const rows = await database.audit.list({ account: '1', order: 'newestFirst', limit: 10, ...query })
        return rows.map(({ action }) => action).join('')
      }
      expect(await actions({})).toBe('EDCBA')
      const [first, second] = await database.audit.list({ account: '1', order: 'newestFirst', limit: 2 })
      expect(first?.action).toBe('E')
      expect(await actions({ after: second?.id })).toBe('CBA')
      expect(await actions({ user: 'bob' })).toBe('E')
      expect(await actions({ outcome: 'Denied' })).toBe('E')
      expect(await actions({ isRefused: false, limit: 2 })).toBe('DC')
      expect(await actions({ action: 'B' })).toBe('B')
      expect(await actions({ requestId: 'r-C' })).toBe('C')
      expect(await actions({ subject: 'i-1' })).toBe('DCBA')
      expect(await actions({ subject: 'i-' })).toBe('')
      expect(await actions({ sinceMs: 2_000 })).toBe('E')
      expect(await actions({ untilMs: 5_000 })).toBe('DCBA')
      const exported = await collect(exportAudit(database))
      expect(exported.map(({ action }) => action).join('')).toBe('ABCDEF')
      expect(exported[0]).toMatchObject({ number: 1, account: '1' })
    })
  })
}

describe('rows of the embedded database', () => {
  it('are not updated and not deleted', async () => {
    await using opened = await openEmbedded()
    const { db } = opened
    await filled(opened)
    await expect(db.updateTable('audit').set({ outcome: 'x' }).execute()).rejects.toThrow('only added')
    await expect(db.deleteFrom('audit').execute()).rejects.toThrow('only added')
    await expect(db.updateTable('audit_seals').set({ hash: 'x' }).execute()).rejects.toThrow('only added')
    await expect(db.deleteFrom('audit_seals').execute()).rejects.toThrow('only added')
  })
})
