import type { Command } from 'commander'

import { type BindFlags, changeBindings } from './bind-many.ts'
import { bindTexts as texts } from './bind-texts.ts'
import { openClient } from './kit/client.ts'
import { orExit } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { type ReachFlags, reaching } from './kit/reach.ts'
import { texts as common } from './kit/texts.ts'

type Flags = ReachFlags & BindFlags

/** Adds `bind` and `unbind`: one key pair, many instances and hosts of one's own. */
export function addBindCommands(program: Command, context: CommandContext): void {
  const { say } = context
  onMany(program.command('bind').description(say(texts.bind)), context)
    .option('--replace', say(texts.replace))
    .option('--for <duration>', say(texts.for))
    .action(async (flags: Flags) =>
      orExit(await changeBindings(context, await openClient(context, flags), { ...flags, verb: 'bind' })),
    )
  onMany(program.command('unbind').description(say(texts.unbind)), context).action(async (flags: Flags) =>
    orExit(await changeBindings(context, await openClient(context, flags), { ...flags, verb: 'unbind' })),
  )
}

function onMany(command: Command, context: CommandContext): Command {
  const { say } = context
  return reaching(command, context)
    .requiredOption('--key <name>', say(texts.key))
    .option('--instances <ids>', say(texts.instances))
    .option('--hosts <hosts>', say(texts.hosts))
    .option('--all-hosts', say(texts.allHosts))
    .option('--force', say(texts.force))
    .option('--no-wait', say(texts.noWait))
    .option('--timeout <duration>', say(texts.timeout))
    .option('--json', say(common.jsonLines))
}
