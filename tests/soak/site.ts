import type { Kysely } from 'kysely'

import type { Database } from '../../src/core/database.ts'
import { deriveKey } from '../../src/master-key.ts'
import { aesSealer } from '../../src/store/sealer.ts'
import type { Schema } from '../../src/store/sql/schema.ts'
import type { Random } from '../fuzz/random.ts'
import type { LoginPlace } from './log-in.ts'
import type { Member } from './member.ts'

/** Rows as they are while nothing is under way. */
export interface Rows {
  readonly db: Kysely<Schema>
  readonly database: Database
}

/** Processes that share their data, and what is done to them. */
export interface Site extends LoginPlace, AsyncDisposable {
  readonly name: string
  readonly members: readonly Member[]
  /** `http://127.0.0.1:PORT` of one that answers; waits until there is one. */
  api(): Promise<string>
  /**
   * Kills something, or has it end, and starts it again; tells what. With `spares` those that are to live long live on;
   * undefined: nothing is left then.
   */
  disturb(random: Random, spares: boolean): Promise<string | undefined>
  /** Looks at the rows; nothing may be under way. */
  look<T>(work: (rows: Rows) => Promise<T>): Promise<T>
}

const MASTER_KEY = Buffer.alloc(32, 7)
/** What a process makes of the key. */
export const SEALER = aesSealer(deriveKey(MASTER_KEY, 'access key secrets'))
export const ADMIN_TOKEN = 'soak-admin-token-0123456789abcdef0123'

export const ENVIRONMENT = {
  KEYPLANE_MASTER_KEY: MASTER_KEY.toString('base64'),
  KEYPLANE_ADMIN_TOKEN: ADMIN_TOKEN,
}

/** What every process is started with. */
export const FLAGS = { listen: '127.0.0.1:0', 'transition-ms': '20', 'log-level': 'warn' }

export interface SiteParts {
  readonly folder: string
  readonly seedFile: string
  complain(this: void, flaw: string): void
}
