import type { Command } from 'commander'

import { type BindFlags, changeBindings } from './bind-hosts.ts'
import { clientOf, reaching } from './host-commands.ts'
import { orExit } from './host-report.ts'

type Flags = BindFlags & { readonly data: string }

/** Adds `bind` and `unbind`: one key pair, many hosts of one's own. */
export function addBindCommands(program: Command): void {
  onHosts(program.command('bind').description('Binds a key pair at hosts, beside what is bound there.'))
    .option('--replace', 'instead of what is bound there')
    .action(async (flags: Flags) => orExit(await changeBindings(clientOf(flags), 'bind', flags)))
  onHosts(program.command('unbind').description('Takes a key pair away from hosts.')).action(
    async (flags: Flags) => orExit(await changeBindings(clientOf(flags), 'unbind', flags)),
  )
}

function onHosts(command: Command): Command {
  return reaching(command)
    .requiredOption('--key <name>', 'name or id of the key pair')
    .option('--hosts <hosts>', 'ids, names or addresses of hosts, separated by commas')
    .option('--all-hosts', 'every host')
    .option('--json', 'print one JSON document per host')
}
