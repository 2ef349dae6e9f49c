import { existsSync } from 'node:fs'
import { dirname } from 'node:path'

import { type Config, ConfigError } from '../config.ts'
import { ownVersion } from '../core/own-package.ts'
import { orConfigError } from '../or-config-error.ts'
import type { Snapshot } from '../store/backup/snapshot.ts'
import { readDataFiles, readMasterKeyCheck } from './data-directory.ts'
import { writeBackup, type Writing } from './write-backup.ts'

type Place = Pick<Config, 'data' | 'databaseUrl'>

export interface BackupNeeds extends Writing {
  readonly nowMs: number
}

/**
 * Writes what the database of a configuration holds to a file, while a server uses it or not. Needs no master key:
 * what is sealed stays sealed. Resolves to the rows of each table.
 * @throws ConfigError
 */
export async function makeBackup(
  place: Place,
  file: string,
  { nowMs, ...writing }: BackupNeeds,
): Promise<Readonly<Record<string, number>>> {
  if (!writing.isForced && existsSync(file))
    throw new ConfigError(`${file} is there already; --force replaces it`)
  const { data } = place
  return withSnapshot(place, dirname(file), async (snapshot) => {
    const masterKeyCheck = snapshot.masterKeyCheck ?? readMasterKeyCheck(data)
    if (masterKeyCheck === undefined) {
      throw new ConfigError('nothing tells the master key of the data; start a server with it once')
    }
    const header = {
      program: ownVersion(),
      migration: snapshot.migration,
      takenAtMs: nowMs,
      masterKeyCheck,
    }
    return writeBackup(file, { header, snapshot, files: () => readDataFiles(data) }, writing)
  })
}

async function withSnapshot<T>(
  { data, databaseUrl }: Place,
  scratch: string,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  if (databaseUrl !== undefined) {
    const { placeOf } = await import('../store/postgres/postgres-database.ts')
    const { withPostgresSnapshot } = await import('../store/backup/postgres-snapshot.ts')
    const place = await orConfigError('--database-url cannot be read', () => placeOf(databaseUrl))
    return orConfigError(`no backup of the database at ${place}`, () =>
      withPostgresSnapshot(databaseUrl, work),
    )
  }
  if (data === 'memory')
    throw new ConfigError('data in memory is gone with its server: there is nothing to back up')
  const { withSqliteSnapshot } = await import('../store/backup/sqlite-snapshot.ts')
  return orConfigError(`no backup of the data in ${data}`, () => withSqliteSnapshot(data, scratch, work))
}
