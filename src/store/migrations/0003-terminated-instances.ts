import { type Kysely, sql } from 'kysely'

/** Finds what was terminated, so that an instance that is gone can be told from one that never was. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('operations_terminated')
    .on('operations')
    .columns(['account_id', 'dialect', 'instance_id'])
    .where(sql.ref('kind'), '=', sql.lit('terminate'))
    .execute()
}
