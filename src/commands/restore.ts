import type { Command } from 'commander'

import { databaseConfig, onDatabase, rowsText } from './backup.ts'

type Flags = Parameters<typeof databaseConfig>[0] & { readonly replace?: true }

/** Adds `restore`: works on the database itself, which no server may use. */
export function addRestoreCommand(program: Command): void {
  onDatabase(
    program.command('restore').description('Puts a backup into an empty database; no server may run on it.'),
  )
    .argument('<file>', 'what "keyplane backup" wrote, of either engine')
    .option('--replace', 'take away what is in the database')
    .action((file: string, flags: Flags) => restore(file, flags))
}

async function restore(file: string, flags: Flags): Promise<void> {
  const config = databaseConfig(flags)
  const { restoreBackup } = await import('../backup/restore-backup.ts')
  const needs = { isReplacing: flags.replace === true, nowMs: Date.now() }
  const { header, rows, putAside } = await restoreBackup(config, file, needs)
  const taken = new Date(header.takenAtMs).toISOString()
  process.stdout.write(`Restored ${rowsText(rows)}, as they were at ${taken}.\n`)
  for (const kept of putAside) process.stdout.write(`What was there before is now ${kept}.\n`)
}
