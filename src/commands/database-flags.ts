import type { Command } from 'commander'

import { type Config, readConfig } from '../config.ts'
import { backupTexts as texts } from './backup-texts.ts'
import type { CommandContext } from './kit/context.ts'

export interface DatabaseFlags {
  readonly data?: string
  readonly databaseUrl?: string
}

/** The flags of `serve` that name its data. */
export function onDatabase(command: Command, { say }: CommandContext): Command {
  return command
    .option('--data <directory>', say(texts.data))
    .option('--database-url <url>', say(texts.databaseUrl))
}

/** As `serve` reads them: flags, environment, keyplane.yaml. */
export function databaseConfig(
  { data, databaseUrl }: DatabaseFlags,
  { environment }: CommandContext,
): Config {
  const flags = { data, 'database-url': databaseUrl }
  return readConfig({ flags, environment, file: 'keyplane.yaml' })
}
