import type { Kysely } from 'kysely'

import { up as firstTables } from './0001-first-tables.ts'

export interface Migration {
  readonly number: number
  readonly name: string
  up(db: Kysely<unknown>): Promise<void>
}

/** All migrations in order; numbers have no gaps. They only go forward. */
export const migrations: readonly Migration[] = [{ number: 1, name: 'first-tables', up: firstTables }]
