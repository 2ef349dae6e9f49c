import { type Kysely, sql } from 'kysely'

import type { Schema } from './schema.ts'

const NAME = 'last check'

/**
 * Writes one small row: what only follows another server, is set read-only or has no room left for a single row refuses it.
 * Each time another value: an engine may leave out what changes nothing.
 */
export async function writeCheck(db: Kysely<Schema>): Promise<void> {
  await db
    .insertInto('settings')
    .values({ name: NAME, value: 'tick' })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({
        value: sql<string>`case when settings.value = 'tick' then 'tock' else 'tick' end`,
      }),
    )
    .execute()
}
