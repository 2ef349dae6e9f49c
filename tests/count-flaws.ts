import { type Kysely, sql } from 'kysely'

import type { Schema } from '../src/store/sql/schema.ts'

interface Count {
  readonly key: string
  readonly count: number
}

const KEY = sql.raw(
  `what || '|' || account_id || '|' || dialect || '|' || region || '|' || zone || '|' || state`,
)

/** Kept counts that are not what counting gives, as `key: kept, counted`. */
export async function findCountFlaws(db: Kysely<Schema>): Promise<readonly string[]> {
  const kept = await sql<Count>`select ${KEY} as key, cast(sum(count) as bigint) as count
    from kept_counts group by 1 having sum(count) <> 0`.execute(db)
  const counted = await sql<Count>`select ${KEY} as key, count(*) as count from (
      select 'instances' as what, account_id, dialect, region, zone, state from instances
      union all select 'key_pairs', account_id, dialect, region, '', '' from key_pairs
      union all select 'accounts', '', '', '', '', '' from accounts
    ) as present group by 1`.execute(db)
  const [are, shouldBe] = [kept, counted].map(
    ({ rows }) => new Map(rows.map(({ key, count }) => [key, count])),
  )
  const keys = [...new Set([...(are?.keys() ?? []), ...(shouldBe?.keys() ?? [])])].toSorted()
  return keys
    .filter((key) => are?.get(key) !== shouldBe?.get(key))
    .map((key) => `${key}: ${are?.get(key) ?? 0}, ${shouldBe?.get(key) ?? 0}`)
}
