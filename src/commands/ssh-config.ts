import { sshTexts as texts } from './ssh-texts.ts'
import { listInstances } from './find-instance.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import type { CommandContext } from './kit/context.ts'
import { printJson, printLine } from './kit/output.ts'
import { accessOf, type KnownAccess, knownHostsLine } from './known-access.ts'

export interface SshConfigFlags {
  readonly account?: string
  readonly knownHosts?: boolean
  readonly knownHostsFile?: string
  readonly json?: boolean
}

/** Prints what ssh needs to know of every instance that somebody can log in to. */
export async function printSshConfig(
  context: CommandContext,
  client: OwnApiClient,
  {
    account,
    knownHosts = false,
    knownHostsFile = '~/.ssh/keyplane_known_hosts',
    json = false,
  }: SshConfigFlags,
): Promise<void> {
  const instances = await listInstances(client, account === undefined ? {} : { account })
  const known = instances.flatMap((instance) => accessOf(instance) ?? [])
  if (json) return printJson(context, { instances: known })
  if (known.length === 0)
    return printLine(context, context.say(account === undefined ? texts.none : texts.noMatch))
  if (knownHosts) {
    for (const access of known) printLine(context, knownHostsLine(access))
    return
  }
  printLine(context, context.say(texts.head))
  const taken = new Set<string>()
  for (const access of known) printLine(context, entryOf(access, freeNames(access, taken), knownHostsFile))
}

/** A pattern of ssh's: no blanks, no wildcards, and the first entry of a name counts. */
const PLAIN = /^[\w.-]+$/

function freeNames({ names, alias }: KnownAccess, taken: Set<string>): readonly string[] {
  const free = [...new Set([...names, alias])].filter((name) => PLAIN.test(name) && !taken.has(name))
  for (const name of free) taken.add(name)
  return free
}

function entryOf(access: KnownAccess, names: readonly string[], knownHostsFile: string): string {
  const { host, port, user, alias, jump } = access
  const settings = [
    `HostName ${host}`,
    `Port ${port}`,
    `User ${user}`,
    `HostKeyAlias ${alias}`,
    `UserKnownHostsFile ${/\s/.test(knownHostsFile) ? `"${knownHostsFile}"` : knownHostsFile}`,
    'StrictHostKeyChecking yes',
    ...(jump === undefined ? [] : [`ProxyJump ${jump}`]),
  ]
  return [`Host ${names.join(' ')}`, ...settings.map((setting) => `  ${setting}`)].join('\n')
}
