import type { Kysely } from 'kysely'

import { Secret } from '../../core/secret.ts'
import type { Sealer } from './account-store.ts'
import type { Schema } from './schema.ts'

const NAME = 'master key check'
const TEXT = 'keyplane'

/** Whether the data was sealed with this key; data that is new is marked with it. */
export async function isSealedWith(db: Kysely<Schema>, sealer: Sealer): Promise<boolean> {
  await db
    .insertInto('settings')
    .values({ name: NAME, value: sealer.seal(new Secret(TEXT)) })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  const { value } = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', NAME)
    .executeTakeFirstOrThrow()
  try {
    return sealer.open(value).reveal() === TEXT
  } catch {
    return false
  }
}
