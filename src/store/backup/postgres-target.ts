import { setTimeout as wait } from 'node:timers/promises'

import { type Kysely, sql } from 'kysely'

import { migratePostgres } from '../postgres/migrate-postgres.ts'
import { postgresColumns } from '../postgres/postgres-columns.ts'
import { openPostgres } from '../postgres/postgres-database.ts'
import type { Sealer } from '../sql/account-store.ts'
import { isSealedWith } from '../sql/master-key-check.ts'
import type { Schema } from '../sql/schema.ts'
import { findFilled, rebuild, type SetCounted } from './rebuild.ts'
import type { Target, TargetNeeds } from './target.ts'

/** A server that has just ended is connected a little longer. */
const LONGEST_GOODBYE_MS = 2_000
const BETWEEN_LOOKS_MS = 50

/**
 * Connects to a PostgreSQL.
 * @throws when somebody else with the same user is connected to the database
 */
export async function openPostgresTarget(
  url: string,
  { migrations, nowMs, sealer }: TargetNeeds & { readonly sealer: Sealer },
): Promise<Target> {
  const db = await openPostgres(url, { isPatient: true, mostConnections: 1 })
  try {
    await refuseOthers(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return {
    findFilled: async () => ((await hasVersions(db)) ? findFilled(db, migrations) : undefined),
    async rebuild(plan) {
      await migratePostgres(url, migrations, nowMs)
      const finish = async (tx: Kysely<Schema>) => {
        if (!(await isSealedWith(tx, sealer))) throw new Error('the rows were sealed with another master key')
      }
      const whole = { ...plan, migrations, nowMs, finish }
      await rebuild(db.withPlugin(postgresColumns()), setCounted, whole)
    },
    [Symbol.asyncDispose]: () => db.destroy(),
  }
}

async function refuseOthers(db: Kysely<Schema>): Promise<void> {
  const deadlineMs = Date.now() + LONGEST_GOODBYE_MS
  for (;;) {
    const { rows } = await sql<{ others: number }>`select count(*) as others from pg_stat_activity
      where datname = current_database() and usename = current_user
        and backend_type = 'client backend' and pid <> pg_backend_pid()`.execute(db)
    const others = rows[0]?.others ?? 0
    if (others === 0) return
    if (Date.now() > deadlineMs) throw new Error(`${others} other connections use it; stop the servers first`)
    await wait(BETWEEN_LOOKS_MS)
  }
}

const setCounted: SetCounted = async (tx, { name, counter }, value) => {
  await sql`select setval(pg_get_serial_sequence(${name}, ${counter}), ${value}::bigint, ${value > 0})`.execute(
    tx,
  )
}

async function hasVersions(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql<{
    is_there: boolean
  }>`select to_regclass('keyplane_migrations') is not null as is_there`.execute(db)
  return rows[0]?.is_there === true
}
