import { join } from 'node:path'

import type { Command } from 'commander'

import { type Config, readConfig } from '../config.ts'
import { CommandError, EXIT_NO } from './own-client.ts'

/** Adds `backup`: works on the database itself, so a server may run or not. */
export function addBackupCommand(program: Command): void {
  onDatabase(
    program
      .command('backup')
      .description('Writes everything in the database to a file; a server may run meanwhile.'),
  )
    .argument('<file>', 'new file to write, compressed, of mode 0600')
    .option('--force', 'take the place of a file that is there already')
    .action((file: string, flags: DatabaseFlags & { force?: true }) => backup(file, flags))
}

interface DatabaseFlags {
  readonly data?: string
  readonly databaseUrl?: string
}

/** The flags of `serve` that name its data. */
export function onDatabase(command: Command): Command {
  return command
    .option('--data <value>', 'directory of the data (default ./keyplane-data)')
    .option('--database-url <value>', 'postgres://…, where the data is in PostgreSQL')
}

/** As `serve` reads them: flags, environment, keyplane.yaml. */
export function databaseConfig({ data, databaseUrl }: DatabaseFlags): Config {
  const flags = { data, 'database-url': databaseUrl }
  return readConfig({ flags, environment: process.env, file: 'keyplane.yaml' })
}

async function backup(file: string, flags: DatabaseFlags & { force?: true }): Promise<void> {
  const config = databaseConfig(flags)
  const { makeBackup } = await import('../backup/make-backup.ts')
  const stopped = abortOnSignal()
  try {
    const needs = { isForced: flags.force === true, signal: stopped, nowMs: Date.now() }
    const rows = await makeBackup(config, file, needs)
    process.stdout.write(`${file}: ${rowsText(rows)}.\n${masterKeyNote(config)}\n`)
  } catch (error) {
    if (!stopped.aborted) throw error
    throw new CommandError('stopped; there is no backup', EXIT_NO)
  }
}

/** The first SIGINT or SIGTERM lets the work clean up behind itself; a second one ends the process at once. */
function abortOnSignal(): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  return stop.signal
}

export function rowsText(rows: Readonly<Record<string, number>>): string {
  const counts = Object.values(rows)
  const sum = counts.reduce((total, count) => total + count, 0)
  return `${sum} rows of ${counts.filter((count) => count > 0).length} tables`
}

/** Said each time: a backup whose key is lost is found out too late. */
function masterKeyNote({ data, masterKey }: Config): string {
  const place = masterKey === undefined ? join(data, 'master.key') : 'the value of KEYPLANE_MASTER_KEY'
  return `The master key is not in it: keep ${place} in another place. Without it the secrets in the backup cannot be read.`
}
