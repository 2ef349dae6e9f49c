import { type Kysely, sql } from 'kysely'

import type { InstanceCount, Tally, TallyStore } from '../../core/tallies/store.ts'
import { SUM } from './kept-counts.ts'
import type { Schema } from './schema.ts'
import type { Snapshot } from './snapshot.ts'

const ROWS_AT_ONCE = 1_000

export class SqlTallyStore implements TallyStore {
  readonly #db: Kysely<Schema>
  readonly #snapshot: Snapshot

  /** `snapshot` lets what is counted be of one instant. */
  constructor(db: Kysely<Schema>, snapshot: Snapshot) {
    this.#db = db
    this.#snapshot = snapshot
  }

  read(): Promise<Tally> {
    return this.#snapshot(this.#db, async (db) => ({
      accounts: await sumOf(db, 'accounts'),
      keyPairs: await sumOf(db, 'key_pairs'),
      instances: await instancesByState(db),
      pending: await countPending(db),
    }))
  }
}

async function sumOf(db: Kysely<Schema>, what: 'accounts' | 'key_pairs'): Promise<number> {
  const query = db.selectFrom('kept_counts').select(SUM.as('total')).where('what', '=', what)
  return (await query.executeTakeFirstOrThrow()).total
}

function instancesByState(db: Kysely<Schema>): Promise<InstanceCount[]> {
  return db
    .selectFrom('kept_counts')
    .select(['dialect', 'state'])
    .select(SUM.as('count'))
    .where('what', '=', 'instances')
    .groupBy(['dialect', 'state'])
    .having(SUM, '<>', 0)
    .orderBy('dialect')
    .orderBy('state')
    .execute()
}

/**
 * By an index that has only those; the condition must read as it does there. Some at a time and in its order: PostgreSQL does
 * not know that they are few, and would read all instances to count them.
 */
async function countPending(db: Kysely<Schema>): Promise<number> {
  const pending = db
    .selectFrom('instances')
    .select(['account_id', 'dialect', 'id'])
    .where(sql<boolean>`desired_version <> applied_version`)
    .orderBy('account_id')
    .orderBy('dialect')
    .orderBy('id')
    .limit(ROWS_AT_ONCE)
  let count = 0
  for (let rows = await pending.execute(); ;) {
    count += rows.length
    const last = rows.at(-1)
    if (!last || rows.length < ROWS_AT_ONCE) return count
    const isBehind = sql<boolean>`(account_id, dialect, id) > (${last.account_id}, ${last.dialect}, ${last.id})`
    rows = await pending.where(isBehind).execute()
  }
}
