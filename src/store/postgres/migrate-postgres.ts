import { setTimeout as wait } from 'node:timers/promises'

import { type Migration } from '../migrations/index.ts'
import { migrate } from '../sql/migrate.ts'
import { isMadeMeanwhile } from './engine-errors.ts'
import { openPostgres } from './postgres-database.ts'
import { postgresColumns } from './postgres-columns.ts'

const MOST_ATTEMPTS = 100
const BETWEEN_ATTEMPTS_MS = 100

/**
 * Brings the tables up to date, on a connection of its own without time limits. Of several processes that start at
 * once one migrates; the others fail on its table or version row, and look again until there is nothing left to do.
 */
export async function migratePostgres(
  url: string,
  migrations: readonly Migration[],
  nowMs: number,
): Promise<void> {
  const db = await openPostgres(url, { isPatient: true, mostConnections: 1 })
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await migrate(db.withPlugin(postgresColumns()), migrations, nowMs)
      } catch (error) {
        if (!isMadeMeanwhile(error) || attempt === MOST_ATTEMPTS) throw error
        await wait(BETWEEN_ATTEMPTS_MS)
      }
    }
  } finally {
    await db.destroy()
  }
}
