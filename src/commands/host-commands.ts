import { type Command, Option } from 'commander'

import { type AddFlags, addHost } from './host-add.ts'
import {
  checkHosts,
  type CheckFlags,
  type KeyFlags,
  listHosts,
  managementKey,
  orExit,
  type Output,
} from './host-report.ts'
import { removeHost } from './host-remove.ts'
import { type OwnClient, ownClient } from './own-client.ts'

type WithData<T> = T & { readonly data: string }

/** Adds `host`: a client of a running server's own API. */
export function addHostCommands(program: Command): void {
  const host = program.command('host').description('Takes in hosts of your own, lists and checks them.')
  addEnrolment(host)
  reaching(host.command('list').description('Lists the enrolled hosts.'))
    .option('--json', 'print JSON')
    .action((flags: WithData<Output>) => listHosts(clientOf(flags), flags))
  reaching(
    host.command('check').description('Compares hosts with what is wanted; exit code 1 tells a difference.'),
  )
    .argument('[hosts...]', 'ids, names or addresses of hosts to check')
    .option('--all', 'check every host')
    .addOption(new Option('--mode <mode>', 'what to do about drift').choices(['report', 'adopt', 'enforce']))
    .option('--json', 'print one JSON document per host')
    .action(async (names: string[], flags: WithData<CheckFlags>) =>
      orExit(await checkHosts(clientOf(flags), names, flags)),
    )
  reaching(host.command('remove').description('Lets a host go and takes back what was changed there.'))
    .argument('<id>', 'host to let go')
    .option('--forget', 'do not touch it, for one that never answers again: what was changed there stays')
    .action((id: string, flags: WithData<{ forget?: boolean }>) => removeHost(clientOf(flags), id, flags))
  reaching(host.command('key').description('Prints the public key that Keyplane logs in with.'))
    .option('--rotate', 'replace it on every host: the new one is proven before the old one goes')
    .option(
      '--skip <id>',
      'with --rotate: leave this host out, which keeps the old key; several times',
      append,
    )
    .option('--json', 'print one JSON document per step')
    .action(async (flags: WithData<KeyFlags>) => orExit(await managementKey(clientOf(flags), flags)))
}

function addEnrolment(host: Command): void {
  reaching(host.command('add').description('Looks at a host, shows what will work, and takes it in.'))
    .argument('<target>', 'USER@HOST or USER@HOST:PORT')
    .option('--port <number>', 'port of its SSH server')
    .option('--jump <hop>', 'USER@HOST:PORT to go through; may be given several times, nearest first', append)
    .option('--dialect <id>', 'cloud whose calls see it (default tencent-cvm)')
    .option('--region <id>', 'region it is shown in (default the first one)')
    .requiredOption('--account <id>', 'account it belongs to')
    .option('--name <name>', 'name of the instance (default its address)')
    .option('--login-user <user>', 'whom bound keys let in (default the connecting user)')
    .addOption(
      new Option('--drift <mode>', 'what checks do about drift').choices(['report', 'adopt', 'enforce']),
    )
    .option('--identity <file>', 'private key file on the server, without a passphrase')
    .option('--agent', "the SSH agent of the server's environment")
    .option('--install-key', 'let the management key in, and log in with it from then on')
    .option('--accept-new', 'take every host key on the way as it comes')
    .option('--fingerprint <SHA256:…>', 'the host key expected')
    .option('--dry-run', 'only look')
    .action((target: string, flags: WithData<AddFlags>) => addHost(clientOf(flags), target, flags))
}

/** The command finds its server by `--data` and the environment. */
export function reaching(command: Command): Command {
  return command.option(
    '--data <value>',
    'data directory of the server, for its admin token',
    './keyplane-data',
  )
}

export function clientOf({ data }: { readonly data: string }): OwnClient {
  return ownClient(data, process.env)
}

function append(hop: string, before: readonly string[] = []): readonly string[] {
  return [...before, hop]
}
