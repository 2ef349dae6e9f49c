import type { Command } from 'commander'

import { CommandError } from './command-error.ts'
import type { CommandContext } from './context.ts'
import { EXIT } from './exit-codes.ts'
import { texts } from './texts.ts'

const SHOWN_BY_DEFAULT = 20
const MOST_SHOWN = 500

/** Adds `--limit`, for lists of which the newest are shown. */
export function limited(command: Command, { say }: CommandContext): Command {
  return command.option('--limit <number>', say(texts.limit))
}

/** What `--limit` says. @throws CommandError for what is no number, or too many */
export function limitOf({ limit: given }: { readonly limit?: string }): number {
  if (given === undefined) return SHOWN_BY_DEFAULT
  const limit = Number(given)
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST_SHOWN) return limit
  throw new CommandError(texts.badLimit(given), EXIT.usage)
}
