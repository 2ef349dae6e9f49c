import { type Kysely, sql } from 'kysely'

import type { InstanceQuery } from '../../core/instances/store.ts'
import type { KeyPairScope } from '../../core/key-pairs/key-pair.ts'
import type { Schema } from './schema.ts'

type Db = Kysely<Schema>

/** Sums of the engines are wider than what is summed. */
export const SUM = sql<number>`cast(coalesce(sum(count), 0) as bigint)`

/** How many instances match, from the kept counts; undefined where those do not tell. */
export async function countInstances(
  db: Db,
  { account, dialect }: { account: string; dialect: string },
  filters: Omit<InstanceQuery, 'page'>,
): Promise<number | undefined> {
  const { region, zones, states, tags = [], attributes = [], ...others } = filters
  const hasOthers = Object.values(others).some((condition) => condition !== undefined)
  if (hasOthers || tags.length > 0 || attributes.length > 0) return undefined
  const { total } = await ofScope(db, 'instances', { account, dialect, region })
    .$if(zones !== undefined, (rows) => rows.where('zone', 'in', [...(zones ?? [])]))
    .$if(states !== undefined, (rows) => rows.where('state', 'in', [...(states ?? [])]))
    .executeTakeFirstOrThrow()
  return total
}

/** How many key pairs a scope has. */
export async function countKeyPairs(db: Db, scope: KeyPairScope): Promise<number> {
  return (await ofScope(db, 'key_pairs', scope).executeTakeFirstOrThrow()).total
}

function ofScope(db: Db, what: 'instances' | 'key_pairs', { account, dialect, region }: KeyPairScope) {
  return db
    .selectFrom('kept_counts')
    .select(SUM.as('total'))
    .where('what', '=', what)
    .where('account_id', '=', account)
    .where('dialect', '=', dialect)
    .where('region', '=', region)
}
