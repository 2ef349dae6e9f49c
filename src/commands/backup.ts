import { join } from 'node:path'

import type { Command } from 'commander'

import type { Config } from '../config.ts'
import { backupTexts as texts, countRows } from './backup-texts.ts'
import { type DatabaseFlags, databaseConfig, onDatabase } from './database-flags.ts'
import { CommandError } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { EXIT } from './kit/exit-codes.ts'
import { asIs } from './kit/language.ts'
import { printLine } from './kit/output.ts'

type Flags = DatabaseFlags & { readonly force?: true }

/** Adds `backup`: works on the database itself, so a server may run or not. */
export function addBackupCommand(program: Command, context: CommandContext): void {
  const { say } = context
  onDatabase(program.command('backup').description(say(texts.backup)), context)
    .argument('<file>', say(texts.newFile))
    .option('--force', say(texts.force))
    .action((file: string, flags: Flags) => backup(context, file, flags))
}

async function backup(context: CommandContext, file: string, flags: Flags): Promise<void> {
  const { say, now } = context
  const config = databaseConfig(flags, context)
  const { makeBackup } = await import('../backup/make-backup.ts')
  const stopped = abortOnSignal()
  try {
    const needs = { isForced: flags.force === true, signal: stopped, nowMs: now() }
    const rows = await makeBackup(config, file, needs)
    printLine(context, say(texts.written(file, countRows(rows))))
    printLine(context, say(texts.masterKey(placeOfMasterKey(config))))
  } catch (error) {
    if (!stopped.aborted) throw error
    throw new CommandError(texts.stopped, EXIT.no)
  }
}

/** The first SIGINT or SIGTERM lets the work clean up behind itself; a second one ends the process at once. */
function abortOnSignal(): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  return stop.signal
}

function placeOfMasterKey({ data, masterKey }: Config) {
  return masterKey === undefined ? asIs(join(data, 'master.key')) : texts.keyOfEnvironment
}
