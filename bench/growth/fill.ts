/** Worlds too large for a seed file: one instance that the product made, copied by the database. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { type Cloud, cloudOf } from '../calls/clouds.ts'
import { ACCOUNT, seedFile } from '../calls/seed.ts'
import { startKeyplane } from '../harness/keyplane.ts'

export interface Filled {
  readonly data: string
  readonly count: number
  /** When the newest instance was created; each further one is a millisecond older. */
  readonly newestMs: number
}

/**
 * Makes a folder with data of `count` stopped instances without key pairs: the first is seeded, the others are its
 * rows with another id, name, address and time. A million take half a minute; seeded one by one they would take ten.
 */
export async function fill(
  data: string,
  { dialect, count }: { dialect: string; count: number },
): Promise<Filled> {
  const cloud = cloudOf(dialect)
  const seeded = await startKeyplane({ data, seed: seedFile({ clouds: [cloud], instances: 1 }) })
  await seeded[Symbol.asyncDispose]()
  const db = new DatabaseSync(join(data, 'keyplane.db'))
  try {
    db.exec('pragma journal_mode = wal; pragma synchronous = off; pragma cache_size = -400000; begin')
    copyRows(db, cloud, count)
    const [row] = db.prepare('select max(created_at_ms) as newest from instances').all()
    db.exec('commit; pragma wal_checkpoint(truncate); analyze')
    return { data, count, newestMs: Number(row?.['newest']) }
  } finally {
    db.close()
  }
}

function copyRows(db: DatabaseSync, { instanceId, dialect }: Cloud, count: number): void {
  const first = instanceId(0)
  const id = `'${first.slice(0, -8)}' || printf('%08d', n)`
  const numbers = `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${count - 1})`
  const changed: Readonly<Record<string, string>> = {
    id,
    name: id,
    host_name: id,
    address: addressSql(127, 64),
    private_address: addressSql(10, 64),
    created_at_ms: 'created_at_ms - n',
  }
  const columns = columnsOf(db, 'instances')
  const values = columns.map((column) => changed[column] ?? column)
  if (count === 1) return
  db.exec(`insert into instances (${columns.join()}) ${numbers}
    select ${values.join()} from numbers, (select * from instances where id = '${first}')`)
  db.exec(`insert into machines (address_index, id, instance_id, driver, record) ${numbers}
    select n + 1, '${dialect}/${ACCOUNT.id}/' || ${id}, ${id}, driver, record
    from numbers, (select driver, record from machines where address_index = 1)`)
}

/** Address of row n in a network that begins at `a.b.0.0`, where the first one has 1. */
function addressSql(a: number, b: number): string {
  return `'${a}.' || (${b} + ((n + 1) >> 16)) || '.' || (((n + 1) >> 8) & 255) || '.' || ((n + 1) & 255)`
}

function columnsOf(db: DatabaseSync, table: string): readonly string[] {
  return db
    .prepare(`select name from pragma_table_info('${table}')`)
    .all()
    .map(({ name }) => String(name))
}
