import type { Command } from 'commander'

import { backupTexts as texts, countRows } from './backup-texts.ts'
import { type DatabaseFlags, databaseConfig, onDatabase } from './database-flags.ts'
import type { CommandContext } from './kit/context.ts'
import { localTime } from './kit/local-time.ts'
import { printLine } from './kit/output.ts'

type Flags = DatabaseFlags & { readonly replace?: true }

/** Adds `restore`: works on the database itself, which no server may use. */
export function addRestoreCommand(program: Command, context: CommandContext): void {
  const { say } = context
  onDatabase(program.command('restore').description(say(texts.restore)), context)
    .argument('<file>', say(texts.backupFile))
    .option('--replace', say(texts.replace))
    .action((file: string, flags: Flags) => restore(context, file, flags))
}

async function restore(context: CommandContext, file: string, flags: Flags): Promise<void> {
  const { say, now } = context
  const config = databaseConfig(flags, context)
  const { restoreBackup } = await import('../backup/restore-backup.ts')
  const needs = { isReplacing: flags.replace === true, nowMs: now() }
  const { header, rows, putAside } = await restoreBackup(config, file, needs)
  printLine(context, say(texts.restored(countRows(rows), localTime(header.takenAtMs))))
  for (const kept of putAside) printLine(context, say(texts.putAside(kept)))
}
