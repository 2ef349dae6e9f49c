import type { Kysely } from 'kysely'

/** An instance in rescue mode has a password that only its rescue system answers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('instances').addColumn('rescue_password_hash', 'text').execute()
}
