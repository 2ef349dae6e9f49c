import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'

import { type Config, ConfigError } from '../config.ts'
import { checkMasterKey } from '../master-key.ts'
import { orConfigError } from '../or-config-error.ts'
import type { Target, TargetNeeds } from '../store/backup/target.ts'
import { type Migration, migrations as allMigrations } from '../store/migrations/index.ts'
import type { Sealer } from '../store/sql/account-store.ts'
import { replaceWhole } from '../write-whole.ts'
import type { Header } from './backup-format.ts'
import { existingSealer, readDataFiles, readMasterKeyCheck } from './data-directory.ts'
import { loadBackup } from './load-backup.ts'
import { type Checked, checkBackup } from './read-backup.ts'

type Place = Pick<Config, 'data' | 'databaseUrl' | 'masterKey'>

export interface RestoreNeeds {
  /** Takes the place of what is there. */
  readonly isReplacing: boolean
  readonly nowMs: number
  /** Those that the program knows. */
  readonly migrations?: readonly Migration[]
}

export interface Restored {
  readonly header: Header
  /** Rows of each table. */
  readonly rows: Readonly<Record<string, number>>
  /** Files that were put aside for those of the backup. */
  readonly putAside: readonly string[]
}

/**
 * Puts a backup into a database that is empty, or in place of what is in it. Everything that can be known before is
 * looked at before the first byte is written; the rows then come in one transaction.
 * @throws ConfigError for what is wrong with the file or the place; then the database is as it was
 */
export async function restoreBackup(place: Place, file: string, needs: RestoreNeeds): Promise<Restored> {
  const { isReplacing, nowMs, migrations = allMigrations } = needs
  const checked = await checkBackup(file)
  const { header, footer } = checked
  refuseNewer(header, migrations, file)
  const sealer = sealerFor(place, header)
  const files = filesToWrite(place.data, checked, isReplacing)
  await inTarget(place, { migrations, nowMs, sealer }, async (target) => {
    const filled = isReplacing ? undefined : await target.findFilled()
    if (filled !== undefined) {
      throw new ConfigError(`there are ${filled} in the database already; --replace takes them all away`)
    }
    if (place.data !== 'memory') checkMasterKey(place.data, sealer)
    await target.rebuild({
      migration: header.migration,
      load: (loader) => loadBackup(file, footer.sha256, loader),
    })
  })
  return { header, rows: footer.rows, putAside: writeFiles(place.data, files) }
}

function refuseNewer({ program, migration }: Header, migrations: readonly Migration[], file: string): void {
  const known = migrations.at(-1)?.number ?? 0
  if (migration <= known) return
  throw new ConfigError(
    `${file} was made by a newer Keyplane (${program}): its migration is ${migration}, this one knows ${known}`,
  )
}

/** The key must open what is in the backup, and belong to the directory as well. */
function sealerFor({ data, masterKey }: Place, { masterKeyCheck }: Header): Sealer {
  const sealer = existingSealer({ data, masterKey })
  if (!opens(sealer, masterKeyCheck)) throw new ConfigError('the backup was made with another master key')
  const ofDirectory = readMasterKeyCheck(data)
  if (ofDirectory === undefined || opens(sealer, ofDirectory)) return sealer
  throw new ConfigError(`the data in ${data} was made with another master key than the backup`)
}

/** What is sealed cannot be opened, not even wrongly, with another key. */
function opens(sealer: Sealer, sealed: string): boolean {
  try {
    sealer.open(sealed)
    return true
  } catch {
    return false
  }
}

/** Those that are not there in the same words. */
function filesToWrite(data: string, { files }: Checked, isReplacing: boolean): ReadonlyMap<string, string> {
  if (data === 'memory') return new Map()
  const present = readDataFiles(data)
  const wanted = new Map([...files].filter(([name, text]) => present.get(name) !== text))
  const [differing] = [...wanted.keys()].filter((name) => present.has(name))
  if (differing === undefined || isReplacing) return wanted
  throw new ConfigError(
    `${join(data, differing)} is another one than in the backup; --replace puts it aside for that one`,
  )
}

function writeFiles(data: string, files: ReadonlyMap<string, string>): readonly string[] {
  const putAside: string[] = []
  if (files.size > 0) mkdirSync(data, { recursive: true, mode: 0o700 })
  for (const [name, text] of files) {
    const file = join(data, name)
    if (existsSync(file)) {
      putAside.push(`${file}.before-restore`)
      renameSync(file, `${file}.before-restore`)
    }
    replaceWhole(file, text)
  }
  return putAside
}

type Needs = TargetNeeds & { readonly sealer: Sealer }

async function inTarget(
  { data, databaseUrl }: Place,
  needs: Needs,
  work: (target: Target) => Promise<void>,
): Promise<void> {
  if (databaseUrl === undefined && data === 'memory') {
    throw new ConfigError('data in memory cannot be restored: name a directory by --data')
  }
  const what =
    databaseUrl === undefined ? `the data in ${data}` : `the database at ${await readPlace(databaseUrl)}`
  await orConfigError(`${what} cannot be restored`, async () => {
    const target = await openTarget(data, databaseUrl, needs)
    try {
      await work(target)
    } finally {
      await target[Symbol.asyncDispose]()
    }
  })
}

async function openTarget(data: string, databaseUrl: string | undefined, needs: Needs): Promise<Target> {
  if (databaseUrl === undefined) {
    const { openSqliteTarget } = await import('../store/backup/sqlite-target.ts')
    return openSqliteTarget(data, needs)
  }
  const { openPostgresTarget } = await import('../store/backup/postgres-target.ts')
  return openPostgresTarget(databaseUrl, needs)
}

/** Without the password. */
async function readPlace(databaseUrl: string): Promise<string> {
  const { placeOf } = await import('../store/postgres/postgres-database.ts')
  return orConfigError('--database-url cannot be read', () => placeOf(databaseUrl))
}
