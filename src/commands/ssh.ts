import type { Command } from 'commander'

import { sshTexts as texts } from './ssh-texts.ts'
import { openClient } from './kit/client.ts'
import type { CommandContext } from './kit/context.ts'
import { type ReachFlags, reaching } from './kit/reach.ts'
import { texts as common } from './kit/texts.ts'
import type { SshConfigFlags } from './ssh-config.ts'
import type { SshFlags } from './ssh-session.ts'

/** Adds `ssh` and `ssh-config`. */
export function addSshCommands(program: Command, context: CommandContext): void {
  const { say } = context
  reaching(program.command('ssh').description(say(texts.ssh)), context)
    .argument('<instance>', say(texts.instance))
    .argument('[command...]', say(texts.command))
    .option('-i, --identity <file>', say(texts.identity))
    .option('-l, --user <name>', say(texts.user))
    .action(async (instance: string, command: string[], flags: ReachFlags & SshFlags) => {
      const { openSession } = await import('./ssh-session.ts')
      const client = await openClient(context, flags)
      await openSession(context, client, { ...flags, instance, command })
    })
  reaching(program.command('ssh-config').description(say(texts.sshConfig)), context)
    .option('--account <id>', say(texts.account))
    .option('--known-hosts', say(texts.knownHosts))
    .option('--known-hosts-file <file>', say(texts.knownHostsFile))
    .option('--json', say(common.json))
    .action(async (flags: ReachFlags & SshConfigFlags) => {
      const { printSshConfig } = await import('./ssh-config.ts')
      await printSshConfig(context, await openClient(context, flags), flags)
    })
}
