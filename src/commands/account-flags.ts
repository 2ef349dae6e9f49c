import type { Command } from 'commander'

import type { CommandContext } from './kit/context.ts'
import { type ReachFlags, reaching } from './kit/reach.ts'
import { texts as common } from './kit/texts.ts'

const texts = {
  account: { en: 'id of the account', zh: '账号 id' },
  user: { en: 'name of the user', zh: '用户名' },
  holder: {
    en: 'name of the user (default root, the account itself)',
    zh: '用户名（默认 root，即账号本身）',
  },
}

/** Flags of commands about what belongs to an account. */
export interface AccountFlags extends ReachFlags {
  readonly account: string
  readonly json?: true
}

export interface UserFlags extends AccountFlags {
  readonly user: string
}

/** Adds `--account`, and how the server is reached. */
export function ofAccount(command: Command, context: CommandContext): Command {
  return reaching(command, context).requiredOption('--account <id>', context.say(texts.account))
}

/** Adds `--json`: of commands that the server answers something. */
export function printing(command: Command, { say }: CommandContext): Command {
  return command.option('--json', say(common.json))
}

/** As {@link ofAccount}, with `--user`. */
export function ofUser(command: Command, context: CommandContext): Command {
  return ofAccount(command, context).requiredOption('--user <name>', context.say(texts.user))
}

/** As {@link ofUser}; who is not named is the account itself. */
export function ofHolder(command: Command, context: CommandContext): Command {
  return ofAccount(command, context).option('--user <name>', context.say(texts.holder))
}

/** Whom the flags name. */
export function holderOf({ account, user = 'root' }: AccountFlags & { readonly user?: string }) {
  return { account, user }
}
