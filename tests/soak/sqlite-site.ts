import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { sqlDatabase } from '../../src/store/sql/sql-stores.ts'
import { openSqlite } from '../../src/store/sqlite/sqlite-database.ts'
import { Member } from './member.ts'
import { ENVIRONMENT, FLAGS, type Rows, SEALER, type Site, type SiteParts } from './site.ts'

const LOOK_MS = 20
const LONGEST_DOWN_MS = 1_500
/** Of five ends, one is a wish. */
const POLITE = 5

/** One process on the embedded database. */
export async function openSqliteSite({ folder, seedFile, complain }: SiteParts): Promise<Site> {
  const data = join(folder, 'sqlite')
  mkdirSync(data)
  const member = new Member({
    name: 'SQLite',
    flags: { ...FLAGS, data, seed: seedFile, 'ssh-listen': '0.0.0.0:0' },
    environment: ENVIRONMENT,
    complain,
    isExcused: () => false,
  })
  await member.start()
  let epoch = 0
  return {
    name: 'SQLite, one process',
    members: [member],
    get epoch() {
      return epoch
    },
    sshPort: () => member.server?.sshPort,
    async api() {
      while (!member.server) await wait(LOOK_MS)
      return member.server.api
    },
    async disturb(random, spares) {
      if (spares) return undefined
      epoch += 1
      const signal = random.below(POLITE) === 0 ? 'SIGTERM' : 'SIGKILL'
      await member.end(signal)
      await wait(random.below(LONGEST_DOWN_MS))
      await member.start()
      epoch += 1
      return `${signal} to the server`
    },
    look: (work) => lookAtCopy({ folder, data }, work),
    [Symbol.asyncDispose]: () => member.end('SIGTERM'),
  }
}

/** The file is locked for its process; nothing writes now, so that a copy is whole. */
async function lookAtCopy<T>(
  { folder, data }: { readonly folder: string; readonly data: string },
  work: (rows: Rows) => Promise<T>,
): Promise<T> {
  const copy = mkdtempSync(join(folder, 'copy-'))
  try {
    cpSync(data, copy, { recursive: true })
    const db = openSqlite(copy)
    await using database = sqlDatabase(db, SEALER)
    return await work({ db, database })
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}
