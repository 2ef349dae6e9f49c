import { type Command, Option } from 'commander'

import { addHost, type AddFlags } from './host-add.ts'
import { checkHosts, type CheckFlags } from './host-check.ts'
import { type KeyFlags, managementKey } from './host-key.ts'
import { listHosts } from './host-list.ts'
import { removeHost } from './host-remove.ts'
import { hostTexts as texts } from './host-texts.ts'
import { append } from './kit/append.ts'
import { openClient } from './kit/client.ts'
import { orExit } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { type ReachFlags, reaching } from './kit/reach.ts'
import { texts as common } from './kit/texts.ts'

const DRIFT_MODES = ['report', 'adopt', 'enforce']

/** Adds `host`: a client of a running server's own API. */
export function addHostCommands(program: Command, context: CommandContext): void {
  const { say } = context
  const host = program.command('host').description(say(texts.host))
  addEnrolment(host, context)
  reaching(host.command('list').description(say(texts.list)), context)
    .option('--json', say(common.json))
    .action(async (flags: ReachFlags & { json?: true }) =>
      listHosts(context, await openClient(context, flags), flags),
    )
  reaching(host.command('check').description(say(texts.check)), context)
    .argument('[hosts...]', say(texts.checkHosts))
    .option('--all', say(texts.checkAll))
    .addOption(new Option('--mode <mode>', say(texts.checkMode)).choices(DRIFT_MODES))
    .option('--json', say(common.jsonLines))
    .action(async (names: string[], flags: ReachFlags & CheckFlags) =>
      orExit(await checkHosts(context, await openClient(context, flags), { ...flags, names })),
    )
  reaching(host.command('remove').description(say(texts.remove)), context)
    .argument('<id>', say(texts.removeId))
    .option('--forget', say(texts.forget))
    .action(async (id: string, flags: ReachFlags & { forget?: true }) =>
      removeHost(context, await openClient(context, flags), { id, forget: flags.forget === true }),
    )
  reaching(host.command('key').description(say(texts.key)), context)
    .option('--rotate', say(texts.rotate))
    .option('--skip <id>', say(texts.skip), append)
    .option('--json', say(common.jsonLines))
    .action(async (flags: ReachFlags & KeyFlags) =>
      orExit(await managementKey(context, await openClient(context, flags), flags)),
    )
}

function addEnrolment(host: Command, context: CommandContext): void {
  const { say } = context
  reaching(host.command('add').description(say(texts.add)), context)
    .argument('<target>', say(texts.target))
    .option('--port <number>', say(texts.port))
    .option('--jump <hop>', say(texts.jump), append)
    .option('--dialect <id>', say(texts.dialect))
    .option('--region <id>', say(texts.region))
    .requiredOption('--account <id>', say(texts.account))
    .option('--name <name>', say(texts.name))
    .option('--login-user <user>', say(texts.loginUser))
    .addOption(new Option('--drift <mode>', say(texts.drift)).choices(DRIFT_MODES))
    .option('--identity <file>', say(texts.identity))
    .option('--agent', say(texts.agent))
    .option('--install-key', say(texts.installKey))
    .option('--accept-new', say(texts.acceptNew))
    .option('--fingerprint <SHA256:…>', say(texts.fingerprint))
    .option('--dry-run', say(texts.dryRun))
    .action(async (target: string, flags: ReachFlags & AddFlags) =>
      addHost(context, await openClient(context, flags), { ...flags, target }),
    )
}
