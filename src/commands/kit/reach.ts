import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Command } from 'commander'

import { DEFAULT_ENDPOINT } from '../../client-settings.ts'
import { CommandError } from './command-error.ts'
import type { CommandContext } from './context.ts'
import { EXIT } from './exit-codes.ts'
import { texts } from './texts.ts'

/** Flags of every command that asks a running server. */
export interface ReachFlags {
  readonly url?: string
  readonly token?: string
  readonly data?: string
}

/** A running server and the token that its own API is called with. */
export interface Reach {
  /** `http://127.0.0.1:7420`, without a slash at the end. */
  readonly url: string
  readonly token: string
}

/** Adds `--url`, `--token` and `--data`. */
export function reaching(command: Command, { say }: CommandContext): Command {
  return command
    .option('--url <url>', say(texts.url))
    .option('--token <token>', say(texts.token))
    .option('--data <directory>', say(texts.data))
}

/** As {@link reaching}, with `--json`. */
export function asking(command: Command, context: CommandContext): Command {
  return reaching(command, context).option('--json', context.say(texts.json))
}

/**
 * Where the server is and how it is asked: flags win over the environment, which wins over the token file.
 *
 * @throws CommandError when there is no token, or the URL is none
 */
export function readReach(flags: ReachFlags, { environment }: CommandContext): Reach {
  const url = (flags.url ?? environment['KEYPLANE_URL'] ?? DEFAULT_ENDPOINT).replace(/\/+$/, '')
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new CommandError(texts.badUrl(url), EXIT.usage)
  }
  const token = flags.token ?? environment['KEYPLANE_ADMIN_TOKEN']
  return { url, token: token ?? readToken(dataOf(flags, { environment })) }
}

/** The data directory of the server. */
export function dataOf({ data }: ReachFlags, { environment }: Pick<CommandContext, 'environment'>): string {
  return data ?? environment['KEYPLANE_DATA'] ?? './keyplane-data'
}

function readToken(data: string): string {
  const file = join(data, 'admin.token')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  throw new CommandError(texts.noToken(file), EXIT.usage)
}
