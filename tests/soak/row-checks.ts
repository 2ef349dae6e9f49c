/** Whether rows and machines agree when nothing is under way. */
import { sql } from 'kysely'

import { verifyAudit } from '../../src/core/audit/verify.ts'
import type { Instance } from '../../src/core/instances/instance.ts'
import { machineFlaws, rowFlaws } from '../crash/picture.ts'
import type { Rows } from './site.ts'

/** An account in one cloud. */
export interface Place {
  readonly account: string
  readonly dialect: string
  readonly region: string
}

const MOST_INSTANCES = 100

/** What of instances, machines and bindings does not agree, or stays under way. */
export async function findRowFlaws(rows: Rows, places: readonly Place[]): Promise<readonly string[]> {
  const flaws = [...(await unfinishedFlaws(rows)), ...(await halfFlaws(rows))]
  for (const place of places) {
    for (const instance of await instancesOf(rows, place)) {
      const found = [...rowFlaws(instance), ...(await machineFlaws(rows, instance))]
      flaws.push(...found.map((flaw) => `${instance.dialect} ${instance.id}: ${flaw}`))
    }
  }
  return flaws
}

async function instancesOf(
  { database }: Rows,
  { account, dialect, region }: Place,
): Promise<readonly Instance[]> {
  const query = { region, page: { limit: MOST_INSTANCES, offset: 0 } }
  return (await database.instances.list({ account, dialect }, query)).rows
}

async function unfinishedFlaws({ db }: Rows): Promise<readonly string[]> {
  const bad = await db.selectFrom('operations').selectAll().where('outcome', '<>', 'succeeded').execute()
  return bad.map(
    ({ id, kind, action, outcome, message }) =>
      `operation ${id} (${kind}, ${action}) is ${outcome}: ${message}`,
  )
}

/** Rows that name others which are not there; each counts as one of these. */
const HALVES: Readonly<Record<string, string>> = {
  'bindings without their pair': `select count(*) as count from bindings b where not exists (select 1 from key_pairs k
    where k.account_id = b.account_id and k.dialect = b.dialect and k.id = b.key_pair_id)`,
  'bindings without their instance': `select count(*) as count from bindings b where not exists (select 1 from instances i
    where i.account_id = b.account_id and i.dialect = b.dialect and i.id = b.instance_id)`,
  'machines without their instance': `select count(*) as count from machines m where not exists (select 1 from instances i
    where i.id = m.instance_id)`,
  'instances without their machine': `select count(*) as count from instances i where not exists (select 1 from machines m
    where m.instance_id = i.id)`,
  'operations of calls that the audit does not know': `select count(*) as count from operations o where not exists
    (select 1 from audit a where a.account_id = o.account_id and a.request_id = o.request_id and a.outcome = 'ok')`,
  'changes on machines without an operation': `select count(*) as count from audit a where a.machine <> '' and not exists
    (select 1 from operations o where o.account_id = a.account_id and o.request_id = a.request_id)`,
}

async function halfFlaws({ db }: Rows): Promise<readonly string[]> {
  const flaws: string[] = []
  for (const [what, text] of Object.entries(HALVES)) {
    const { rows } = await sql.raw<{ count: number | string }>(text).execute(db)
    const count = Number(rows[0]?.count)
    if (count > 0) flaws.push(`${count} ${what}`)
  }
  return flaws
}

/** How many rows all chains have; what is broken is a flaw. */
export async function checkChains(
  { database }: Rows,
  complain: (flaw: string) => void,
): Promise<{ readonly accounts: number; readonly sealed: number }> {
  let accounts = 0
  let sealed = 0
  for await (const chain of verifyAudit(database)) {
    accounts += 1
    sealed += chain.sealed
    const { broken, unprotected } = chain
    if (broken || unprotected > 0)
      complain(`the audit chain of ${chain.account}: ${JSON.stringify({ broken, unprotected })}`)
  }
  return { accounts, sealed }
}
