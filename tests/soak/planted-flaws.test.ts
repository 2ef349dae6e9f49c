import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { Account } from './account.ts'
import { findAuditFlaws } from './audit-checks.ts'
import { makeKeys } from './keys.ts'
import { leaksOf } from './leaks.ts'
import { Ledger } from './outcome.ts'
import { OwnApi } from './own-api.ts'
import { checkChains, findRowFlaws } from './row-checks.ts'
import { ADMIN_TOKEN, type Rows, type Site } from './site.ts'
import { accountOf, keyOf, writeSeed } from './seed.ts'
import { openSqliteSite } from './sqlite-site.ts'
import { tencentCvm } from './tencent-clouds.ts'
import { withInstance, withPair } from './world.ts'

const LONGEST_MS = 120_000
const PLACE = { account: accountOf(0), dialect: 'tencent-cvm', region: 'ap-guangzhou' }

/** Each check is worth something only where it finds what it looks for. */
describe('the checks of the soak', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-soak-flaws-'))
  const flaws: string[] = []
  const ledger = new Ledger({ done: 0, refused: 0, unknown: 0, changes: 0 }, (flaw) => flaws.push(flaw))
  let site: Site
  let account: Account

  beforeAll(async () => {
    const complain = (flaw: string) => void flaws.push(flaw)
    site = await openSqliteSite({ folder, seedFile: writeSeed(folder, 1), complain })
    const api = () => site.api()
    const cloud = tencentCvm({ api, ...keyOf(0) }, ledger)
    account = new Account(cloud, new OwnApi({ api, token: ADMIN_TOKEN, ledger, ...PLACE }), complain)
    await account.open()
    const [key] = await makeKeys(1)
    await cloud.importPair('web', key?.line ?? '')
    await account.expect('import', [withPair(account.world, 'web')])
    await cloud.bind(account.instance('one').id, account.pair('web'))
    await account.expect('bind', [withInstance(account.world, 'one', { pairs: ['web'] })])
    // Each row is sealed.
    const isSealed = () => site.look(async (rows) => (await rowsOf(rows)) === (await sealsOf(rows)))
    await vi.waitUntil(isSealed, { timeout: LONGEST_MS, interval: 100 })
  }, LONGEST_MS)
  afterAll(async () => {
    await site[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  /** What is found in a copy in which this was done. */
  async function foundAfter(statement: string): Promise<readonly string[]> {
    return site.look(async (rows) => {
      // They keep the product from it, and nobody who has the file.
      const triggers = await sql<{
        name: string
      }>`select name from sqlite_master where type = 'trigger'`.execute(rows.db)
      for (const { name } of triggers.rows) await sql`drop trigger ${sql.ref(name)}`.execute(rows.db)
      await sql.raw(statement).execute(rows.db)
      const found = [
        ...(await findRowFlaws(rows, [PLACE])),
        ...(await findAuditFlaws(rows, PLACE.account, ledger)),
      ]
      await checkChains(rows, (flaw) => found.push(flaw))
      return found
    })
  }

  it('find nothing where nothing is wrong', async () => {
    expect([...flaws, ...(await foundAfter('select 1'))]).toEqual([])
  })

  it.each([
    ["delete from audit where action = 'ImportKeyPair'", /ImportKeyPair .* is not in the audit/],
    ["delete from audit where action = 'ImportKeyPair'", /the audit chain .*missing/],
    [
      "update audit set action = 'CreateKeyPair' where action = 'ImportKeyPair'",
      /the audit has CreateKeyPair ok/,
    ],
    [
      "update audit set request_id = 'other' where action = 'ImportKeyPair'",
      /1 ImportKeyPair that nobody was told of/,
    ],
    [
      "update audit set outcome = 'no' where action = 'AssociateInstancesKeyPairs'",
      /calls that the audit does not know/,
    ],
    ["update operations set outcome = 'running'", /is running/],
    ["update instances set state = 'stopping' where name = 'one'", /stays stopping/],
    ["update machines set record = replace(record, 'true', 'false')", /its machine is not/],
    ['delete from bindings', /its machine has another keys/],
    ['delete from key_pairs', /1 bindings without their pair/],
    ['delete from machines', /instances without their machine/],
  ])('find what is planted: %s', async (statement, flaw) => {
    expect((await foundAfter(statement)).join('\n')).toMatch(flaw)
  })

  it('find a world that is not the one that was acknowledged', async () => {
    await account.expect('planted', [withPair(account.world, 'lost')])
    expect(flaws.splice(0).join()).toMatch(/^planted: there is /)
  })

  it('find what grows', () => {
    const held = { handles: 40, residentMb: 180, heapMb: 40, externalMb: 27, outsideMb: 80 }
    expect(leaksOf({ minutes: 10, second: held, last: held })).toEqual([])
    const more = { handles: 60, residentMb: 260, heapMb: 60, externalMb: 40, outsideMb: 160 }
    expect(leaksOf({ minutes: 10, second: held, last: more })).toHaveLength(4)
  })
})

async function rowsOf({ db }: Rows): Promise<number> {
  return (await db.selectFrom('audit').select('id').execute()).length
}

async function sealsOf({ db }: Rows): Promise<number> {
  return (await db.selectFrom('audit_seals').select('row_id').execute()).length
}
